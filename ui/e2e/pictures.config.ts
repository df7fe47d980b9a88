import { defineConfig } from 'vitest/config'

/** Pictures are taken by hand: npm run pictures. */
export default defineConfig({ test: { include: ['e2e/pictures.ts'], testTimeout: 1_200_000, hookTimeout: 180_000 } })
