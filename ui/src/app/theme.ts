const KEY = 'glowplug-theme'

export type Theme = 'system' | 'light' | 'dark'

export function currentTheme(): Theme {
  const kept = localStorage.getItem(KEY)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

export function switchTheme(theme: Theme) {
  localStorage.setItem(KEY, theme)
  apply(theme)
}

function apply(theme: Theme) {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme
  } else {
    document.documentElement.dataset.theme = theme
  }
}

apply(currentTheme())
