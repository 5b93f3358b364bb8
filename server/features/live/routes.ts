import { liveUpdates } from '#contract/live'
import { route, type Route } from '#lib/http/route'
import type { ResolveCaller } from '#lib/http/serve-routes'
import type { LiveHub } from './live-hub.ts'

export function routes({ hub, resolveCaller }: { hub: LiveHub; resolveCaller: ResolveCaller }): Route[] {
  return [
    route(liveUpdates, (input, { caller, request }, socket) =>
      hub.join(
        { viewer: caller, socket, isSignedIn: async () => (await resolveCaller(request)) !== null },
        input.cursor,
      ),
    ),
  ]
}
