import { join } from 'node:path'
import { createServer } from 'vite'

/** Serves the web from its sources with live reload; what is no page goes on to the product at `port`. */
export async function startWeb(port: number): Promise<{ address: string; close(): Promise<void> }> {
  process.env['BESEDA_API'] = `http://127.0.0.1:${port}`
  const server = await createServer({
    configFile: join(import.meta.dirname, '../vite.config.ts'),
    logLevel: 'warn',
    clearScreen: false,
  })
  await server.listen()
  const address = server.resolvedUrls?.local[0]?.replace(/\/$/, '')
  return { address: address ?? 'http://localhost:5173', close: () => server.close() }
}
