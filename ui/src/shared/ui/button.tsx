import type { ComponentProps } from 'react'

type Look = 'plain' | 'primary' | 'danger' | 'quiet'

export function Button({ look = 'plain', busy, className = '', disabled, ...rest }: ComponentProps<'button'> & { look?: Look; busy?: boolean }) {
  return <button type="button" {...rest} disabled={disabled || busy} aria-busy={busy || undefined} className={`button ${look} ${className}`} />
}
