import { randomBytes } from 'node:crypto'
import type { PlayPage } from './lib/play-page.ts'
import { startStandInServer } from './lib/stand-in-server.ts'
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
  /** From now on its page leads to these too. */
  join: PlayPage['join']
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
  const server = await startStandInServer(options, handler)
  surroundings.root = server.root
  let lastGroupId = 210_000_000
  let lastUserId = 510_000_000 + Math.floor(Math.random() * 1_000_000) * 100

  return {
    apiRoot: server.root,
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
    join: playground.join,
    goOffline: server.goOffline,
    goOnline: server.goOnline,
    close: async () => {
      playground.close()
      for (const state of states) {
        state.longPoll.close()
        for (const each of state.servers) each.stop()
      }
      await server.close()
    },
  }
}
