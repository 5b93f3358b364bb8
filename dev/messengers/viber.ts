import { randomBytes } from 'node:crypto'
import http from 'node:http'
import { Account } from './viber/account.ts'
import { AccountState } from './viber/account-state.ts'
import { MediaStore } from './viber/media-store.ts'
import { createPlayground } from './viber/playground.ts'
import { createRequestHandler } from './viber/request-handler.ts'
import { createSurroundings, type ViberStandInOptions } from './viber/surroundings.ts'

export type { Account } from './viber/account.ts'

export type ViberStandIn = {
  /** http://127.0.0.1:PORT; methods at /pa/<method>, files of persons at /media/…, the page at /playground. */
  apiRoot: string
  createAccount: (options?: { token?: string; name?: string; uri?: string }) => Account
  accounts: () => Account[]
  /** Closes the port, so that connections are refused, and opens the same one again. */
  goOffline: () => Promise<void>
  goOnline: () => Promise<void>
  close: () => Promise<void>
}

/**
 * Starts a server of the Viber REST Bot API with its persons. Written from the public documents, strict where the real one
 * is strict; what it cannot do it refuses, so that nothing passes here and fails there.
 */
export const startViberStandIn = async (options: ViberStandInOptions = {}): Promise<ViberStandIn> => {
  const surroundings = createSurroundings(options)
  const media = new MediaStore(surroundings)
  const states = new Map<string, AccountState>()
  const accounts: Account[] = []
  const playground = createPlayground(() => accounts, surroundings)
  const server = http.createServer(
    { keepAliveTimeout: 75_000 },
    createRequestHandler(states, media, playground.serve),
  )
  const host = options.host ?? '127.0.0.1'
  await listen(server, options.port ?? 0, host)
  const port = portOf(server)
  surroundings.base = `http://${host.includes(':') ? `[${host}]` : host}:${port}`

  return {
    apiRoot: surroundings.base,
    createAccount: (wanted = {}) => {
      const token =
        wanted.token ??
        randomBytes(24)
          .toString('hex')
          .replace(/^(.{16})(.{16})/, '$1-$2-')
      const id = `pa:${(randomBytes(8).readBigUInt64BE() >> 1n).toString()}`
      const name = wanted.name ?? 'Тестовый аккаунт'
      const uri = wanted.uri ?? `standin${accounts.length + 1}`
      const state = new AccountState({ token, id, name, uri }, media, surroundings)
      const account = new Account(state)
      states.set(token, state)
      accounts.push(account)
      return account
    },
    accounts: () => [...accounts],
    goOffline: () => stop(server),
    goOnline: () => listen(server, port, host),
    close: async () => {
      playground.close()
      for (const state of states.values()) state.delivery.stop()
      if (server.listening) await stop(server)
    },
  }
}

const listen = (server: http.Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

const stop = (server: http.Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

const portOf = (server: http.Server): number => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port')
  return address.port
}
