import type { Capabilities } from '#contract/channels'
import { messengerKinds } from '#contract/channels'
import { messengerMakers } from '#channels/messengers'
import { websiteCapabilities } from '#channels/website/website-messenger'

/** What a messenger can do. Throws for a kind that is none: the database holds only ours. */
export function capabilitiesOf(kind: string): Capabilities {
  if (kind === 'website') return websiteCapabilities
  const messenger = messengerKinds.find((each) => each === kind)
  if (!messenger) throw new Error(`There is no messenger "${kind}"`)
  return messengerMakers[messenger].capabilities
}
