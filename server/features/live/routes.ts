import { liveUpdates } from '#contract/live'
import { liveEnd } from '#contract/live-end'
import { route, type Route } from '#lib/http/route'
import type { ResolveCaller } from '#lib/http/serve-routes'
import type { LiveHub } from './live-hub.ts'

export function routes({ hub, resolveCaller }: { hub: LiveHub; resolveCaller: ResolveCaller }): Route[] {
  return [
    route(liveUpdates, async (input, { caller, request }, socket) => {
      const { pageUserId = caller.userId } = input
      if (pageUserId !== caller.userId) return socket.close(liveEnd.ofAnother, 'of another')
      await hub.join(
        { viewer: caller, socket, isSignedIn: async () => (await resolveCaller(request)) !== null },
        input.cursor,
      )
    }),
  ]
}
