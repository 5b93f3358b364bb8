import type { Capabilities } from '#contract/channels'
import type { Messenger } from './channel.ts'

/** A messenger before anybody is called: what is known of it, and how it is made. */
export type MessengerMaker = {
  capabilities: Capabilities
  /** For how long it keeps what it cannot deliver, by its documents; null: it can be read again from where we were. */
  keepsMs: number | null
  /** What `channel add` says of it. `handlePrefix` stands before a handle where people write it so. */
  command: { summary: string; tokenHelp: string; tokenExample: string; handlePrefix: '' | '@' }
  /** `apiRoot` null: the messenger's public address. */
  create(options: { apiRoot: string | null; allowsPrivateNetwork: boolean }): Messenger
}
