import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { complaintsOf, launch, signIn } from './browser.ts'
import { fillLittle, fillMuch } from './fill.ts'
import { OwnPlatform, Platform } from './platform.ts'

/**
 * Takes a picture of every page, empty, with little and with much on it, in light and dark and two sizes, into
 * ui/pictures, for people to look at; and those of the README into docs/pictures. The platform is one of its own, or that
 * at GLOWPLUG_URL, which should have nothing on it.
 */
const everything = resolve(import.meta.dirname, '../pictures')
const readme = resolve(import.meta.dirname, '../../docs/pictures')
/** With ONLY_README set, no others than those of the README. */
const few = process.env.ONLY_README !== undefined
const sizes = few ? [{ width: 1280, height: 800 }] : [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }]

interface Place {
  name: string
  path: string
  /** Its name among the README's pictures, if it is one of them. */
  shown?: string
}

async function placesOf(platform: Platform): Promise<Place[]> {
  const first = async (path: string) => (await platform.api<{ items: Record<string, string>[] }>('GET', path)).items[0]
  const letter = await first('/dead-letters?function=payment-check')
  const trigger = await first('/triggers?function=order-receipt')
  const event = await first('/events?function=order-receipt')
  const redrive = await first('/redrives')
  const fn = letter ? ['code', 'test', 'triggers', 'monitor', 'logs', 'configuration', 'versions', 'command'] : []
  return [
    { name: 'overview', path: '/', shown: 'overview' },
    { name: 'functions', path: '/functions' },
    { name: 'new-function', path: '/functions/new' },
    ...fn.map((tab) => ({ name: `function-${tab}`, path: `/functions/order-receipt/${tab}`, ...(tab === 'code' && { shown: 'function' }) })),
    { name: 'events', path: '/events' },
    { name: 'dead-letters', path: '/dead-letters', shown: 'dead-letters' },
    { name: 'dead-letters-all', path: '/dead-letters?view=all' },
    { name: 'dead-letters-redrives', path: '/dead-letters?view=redrives' },
    { name: 'triggers', path: '/triggers' },
    { name: 'new-trigger', path: '/triggers/new' },
    { name: 'new-trigger-kafka', path: '/triggers/new?type=kafka' },
    { name: 'logs', path: '/logs?live=no' },
    { name: 'map', path: '/map', ...(letter && { shown: 'map' }) },
    ...['access-keys', 'audit-log', 'nodes', 'runtimes', 'health'].map((section) => ({ name: `settings-${section}`, path: `/settings/${section}` })),
    ...(event ? [{ name: 'event', path: `/events/${event.id}` }] : []),
    ...(letter ? [{ name: 'event-dead', path: `/events/${letter.eventId}`, shown: 'event' }, { name: 'dead-letter', path: `/dead-letters/${letter.id}` }] : []),
    ...(trigger ? [{ name: 'trigger', path: `/triggers/${trigger.id}` }] : []),
    ...(redrive ? [{ name: 'redrive', path: `/redrives/${redrive.id}` }] : []),
  ]
}

async function settle(page: Page) {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByText('Loading', { exact: false }).first().waitFor({ state: 'detached' })
  await page.waitForLoadState('networkidle', { timeout: 1500 }).catch(() => {}) // pages that ask again and again never are
}

/** Makes a small WebP of a picture, by the browser's own encoder. */
async function webp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage()
  const url = await page.evaluate(async (source) => {
    const image = new Image()
    image.src = source
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.width
    canvas.height = image.height
    canvas.getContext('2d')?.drawImage(image, 0, 0)
    return canvas.toDataURL('image/webp', 0.8)
  }, `data:image/png;base64,${png.toString('base64')}`)
  await page.close()
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}

async function take(browser: Browser, platform: Platform, amount: string, complaints: string[]) {
  const places = await placesOf(platform)
  for (const theme of ['light', 'dark'] as const) {
    for (const size of sizes) {
      const context = await browser.newContext({ viewport: size, colorScheme: theme, locale: 'en-GB', timezoneId: 'Europe/Berlin' })
      const page = await context.newPage()
      const found = complaintsOf(page)
      await signIn(page, platform.url, platform.administrator)
      const directory = join(everything, amount, `${theme}-${size.width}`)
      mkdirSync(directory, { recursive: true })
      for (const place of places.filter((each) => !few || each.shown)) {
        await page.goto(platform.url + place.path)
        await settle(page)
        const png = await page.screenshot({ path: join(directory, `${place.name}.png`) })
        if (place.shown && amount === 'little' && size.width === 1280 && theme === (place.shown === 'event' ? 'dark' : 'light')) {
          mkdirSync(readme, { recursive: true })
          writeFileSync(join(readme, `${place.shown}.webp`), await webp(browser, png))
        }
      }
      complaints.push(...found)
      await context.close()
    }
  }
}

test('pictures of every page', async () => {
  const browser = await launch()
  const own = process.env.GLOWPLUG_URL ? undefined : await OwnPlatform.start()
  const platform = own ?? new Platform(process.env.GLOWPLUG_URL ?? '', { id: process.env.GLOWPLUG_ADMIN_ACCESS_KEY_ID ?? '', secret: process.env.GLOWPLUG_ADMIN_SECRET_ACCESS_KEY ?? '' })
  const complaints: string[] = []
  try {
    if (!few) {
      await take(browser, platform, 'empty', complaints)
    }
    await fillLittle(platform)
    await take(browser, platform, 'little', complaints)
    if (!few) {
      await fillMuch(platform)
      await take(browser, platform, 'much', complaints)
    }
  } finally {
    await browser.close()
    await own?.stop()
  }
  expect(complaints).toEqual([])
})
