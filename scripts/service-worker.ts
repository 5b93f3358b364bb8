import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const name = 'sw'

/** Builds web/service-worker as `/sw.js`, which knows the files of the build that it keeps for when there is no network. */
export function serviceWorker(): Plugin {
  let publicDir = ''
  return {
    name: 'service-worker',
    apply: 'build',
    config: ({ root = '' }) => ({
      build: {
        rollupOptions: {
          input: { [name]: join(root, 'service-worker', 'sw.ts'), main: join(root, 'index.html') },
          output: {
            entryFileNames: (chunk) => (chunk.name === name ? `${name}.js` : 'assets/[name]-[hash].js'),
          },
        },
      },
    }),
    configResolved(config) {
      publicDir = config.publicDir
    },
    generateBundle(_options, bundle) {
      const built = Object.keys(bundle).filter((file) => file.startsWith('assets/'))
      const files = [...built, ...readdirSync(publicDir)].map((file) => `/${file}`).toSorted()
      const id = createHash('sha256').update(files.join()).digest('hex').slice(0, 12)
      const chunk = bundle[`${name}.js`]
      if (chunk?.type !== 'chunk') throw new Error(`The build has no ${join('/', name)}.js`)
      if (chunk.imports.length > 0) throw new Error('The service worker must be one file')
      chunk.code = `const buildFiles=${JSON.stringify({ id, files })};${chunk.code}`
    },
  }
}
