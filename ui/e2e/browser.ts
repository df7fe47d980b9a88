import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Key } from './platform.ts'

const candidates = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export function launch(): Promise<Browser> {
  const executablePath = candidates.find((path) => path && existsSync(path))
  if (!executablePath) {
    throw new Error('No Chromium was found: install chromium, or set CHROMIUM.')
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb', '--hide-scrollbars'] })
}

/** What a page complained about: its own errors, and whatever the content security policy stopped. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A refusal that the console shows is also written by the browser; those are no faults of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(`${page.url()}: ${message.text()}`)
    }
  })
  return complaints
}

export async function signIn(page: Page, url: string, key: Key) {
  await page.goto(url)
  await page.getByLabel('Access key id').fill(key.id)
  await page.getByLabel('Secret access key').fill(key.secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Console' }).waitFor()
}

/** A context in which every request that leaves the platform's origin is refused and remembered. */
export async function walledContext(browser: Browser, origin: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<{ context: BrowserContext; strangers: string[] }> {
  const strangers: string[] = []
  const context = await browser.newContext(options)
  await context.route(
    (address) => address.origin !== origin && !['data:', 'blob:'].includes(address.protocol),
    (route) => {
      strangers.push(route.request().url())
      return route.abort()
    },
  )
  return { context, strangers }
}
