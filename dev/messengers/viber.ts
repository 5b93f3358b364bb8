import { randomBytes } from 'node:crypto'
import type { PlayPage } from './lib/play-page.ts'
import { startStandInServer } from './lib/stand-in-server.ts'
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
  createAccount: (options?: { id?: string; token?: string; name?: string; uri?: string }) => Account
  accounts: () => Account[]
  /** From now on its page leads to these too. */
  join: PlayPage['join']
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
  const server = await startStandInServer(options, createRequestHandler(states, media, playground.serve))
  surroundings.base = server.root

  return {
    apiRoot: server.root,
    createAccount: (wanted = {}) => {
      const token =
        wanted.token ??
        randomBytes(24)
          .toString('hex')
          .replace(/^(.{16})(.{16})/, '$1-$2-')
      const id = wanted.id ?? `pa:${(randomBytes(8).readBigUInt64BE() >> 1n).toString()}`
      const name = wanted.name ?? 'Тестовый аккаунт'
      const uri = wanted.uri ?? `standin${accounts.length + 1}`
      const state = new AccountState({ token, id, name, uri }, media, surroundings)
      const account = new Account(state)
      states.set(token, state)
      accounts.push(account)
      return account
    },
    accounts: () => [...accounts],
    join: playground.join,
    goOffline: server.goOffline,
    goOnline: server.goOnline,
    close: async () => {
      playground.close()
      for (const state of states.values()) state.delivery.stop()
      await server.close()
    },
  }
}
