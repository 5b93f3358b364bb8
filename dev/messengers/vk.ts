import { randomBytes } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Community } from './vk/community.ts'
import { CommunityState } from './vk/community-state.ts'
import { createPlayground } from './vk/playground.ts'
import { createRequestHandler } from './vk/request-handler.ts'
import { createSurroundings, type VkStandInOptions } from './vk/surroundings.ts'

export type { Community } from './vk/community.ts'
export type { Person } from './vk/person.ts'

export type VkStandIn = {
  /** http://127.0.0.1:PORT; methods at /method/<name>, the page at /playground. */
  apiRoot: string
  createCommunity: (options?: { token?: string; name?: string; screenName?: string }) => Community
  communities: () => Community[]
  /** Closes the port, so that connections are refused, and opens the same one again. */
  goOffline: () => Promise<void>
  goOnline: () => Promise<void>
  close: () => Promise<void>
}

/**
 * Starts a VK with its communities and people. Written from VK's published schema and documents, strict where the real one
 * is strict; what it cannot do it refuses, so that nothing passes here and fails there.
 */
export const startVkStandIn = async (options: VkStandInOptions = {}): Promise<VkStandIn> => {
  const surroundings = createSurroundings(options)
  const states: CommunityState[] = []
  const communities: Community[] = []
  const playground = createPlayground(() => communities, surroundings)
  const byToken = (token: string): CommunityState | null =>
    states.find((each) => each.token === token) ?? null
  const handler = createRequestHandler({ byToken, all: () => states }, playground.serve)
  const server = http.createServer({ keepAliveTimeout: 75_000 }, handler)
  const host = options.host ?? '127.0.0.1'
  await listen(server, options.port ?? 0, host)
  const { port } = addressOf(server)
  surroundings.root = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  let lastGroupId = 210_000_000
  let lastUserId = 510_000_000 + Math.floor(Math.random() * 1_000_000) * 100

  return {
    apiRoot: surroundings.root,
    createCommunity: (wanted = {}) => {
      lastGroupId += 1
      const token = wanted.token ?? `vk1.a.${randomBytes(120).toString('base64url')}`
      const screenName = wanted.screenName ?? `club${lastGroupId}`
      const given = { token, name: wanted.name ?? 'Тестовое сообщество', screenName }
      const state = new CommunityState(lastGroupId, given, surroundings)
      const community = new Community(state, () => (lastUserId += 1))
      states.push(state)
      communities.push(community)
      return community
    },
    communities: () => communities,
    goOffline: () => stop(server),
    goOnline: () => listen(server, port, host),
    close: async () => {
      playground.close()
      for (const state of states) {
        state.longPoll.close()
        for (const each of state.servers) each.stop()
      }
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

const addressOf = (server: http.Server): AddressInfo => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port')
  return address
}
