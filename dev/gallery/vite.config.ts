import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `vite --config dev/gallery/vite.config.ts`: the components of web/ui with example data; `?theme=dark&language=en`. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: '../../web/public',
  plugins: [react()],
  server: { host: '127.0.0.1' },
})
