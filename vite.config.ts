import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { emojiList } from './scripts/emoji-list.ts'
import { serviceWorker } from './scripts/service-worker.ts'

const api = process.env.BESEDA_API ?? 'http://127.0.0.1:3000'

/** The web app. In development everything that is not a page goes on to a running server. */
export default defineConfig({
  root: `${import.meta.dirname}/web`,
  plugins: [react(), emojiList(), serviceWorker()],
  build: {
    outDir: `${import.meta.dirname}/dist/web`,
    emptyOutDir: true,
    manifest: true,
    target: ['chrome120', 'firefox121', 'safari17'],
    // The content security policy of the server lets no inline file in but pictures.
    assetsInlineLimit: 0,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: api, ws: true },
      '/f/': { target: api },
      '/hooks/': { target: api },
      '/try': { target: api },
      '/widget': { target: api },
    },
  },
})
