import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const platform = process.env.GLOWPLUG_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  // Nothing is put into the page itself: the content security policy lets no inline script, style or data pass.
  build: { assetsInlineLimit: 0, manifest: true, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': platform, '/actuator': platform } },
  preview: { proxy: { '/api': platform, '/actuator': platform } },
})
