import type { AmoDeps, AmoRoute } from './amo-route.ts'
import { accountRoutes } from './resources/account.ts'
import { contactRoutes } from './resources/contacts.ts'
import { customFieldRoutes } from './resources/custom-fields.ts'
import { eventRoutes } from './resources/events.ts'
import { leadRoutes } from './resources/leads.ts'
import { pipelineRoutes } from './resources/pipelines.ts'
import { unsortedRoutes } from './resources/unsorted.ts'
import { tagRoutes } from './resources/tags.ts'
import { talkMessageRoutes } from './resources/talk-messages.ts'
import { talkRoutes } from './resources/talks.ts'

/** Everything of the compatible API that is there. */
export function amoRoutes(deps: AmoDeps): AmoRoute[] {
  return [
    ...accountRoutes(deps),
    ...unsortedRoutes(deps),
    ...leadRoutes(deps),
    ...pipelineRoutes(deps),
    ...contactRoutes(deps),
    ...customFieldRoutes(deps),
    ...tagRoutes(deps),
    ...talkRoutes(deps),
    ...talkMessageRoutes(deps),
    ...eventRoutes(deps),
  ]
}
