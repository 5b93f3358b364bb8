import { randomBytes } from 'node:crypto'
import { CallbackDelivery } from './callback-delivery.ts'
import { createFaultPlan, type Faults } from './faults.ts'
import { MediaStore } from './media-store.ts'
import type { Surroundings } from './surroundings.ts'

export type Fields = Record<string, unknown>

/** What a client got of a message with a file: the bytes as his messenger fetched them. */
export type GotFile = { bytes: Buffer; mime: string }

/** A message of the account that Viber accepted. */
export type SentMessage = {
  receiver: string
  token: string
  type: string
  text: string | null
  media: string | null
  size: number | null
  fileName: string | null
  senderName: string
  /** Everything as it was given. */
  fields: Fields
  at: Date
  state: 'accepted' | 'delivered' | 'seen' | 'failed'
  /** Why it failed after it was accepted. */
  failure: string | null
  got: GotFile | null
}

export type Call = { method: string; parameters: unknown; outcome: string; at: Date }

export type Profile = { name: string; avatar: string | null; country: string; language: string }

/** What happened in a chat, for the playground: messages of the person as they were told, those of the account as sent. */
export type ChatEntry = { at: Date; own: Fields } | { at: Date; sent: SentMessage }

export type PersonRecord = {
  id: string
  profile: Profile
  /** Switched off, bots are told a placeholder instead of a name, and no picture. */
  showsProfile: boolean
  isSubscribed: boolean
  apiVersion: number
  /** What the person's messenger tells of what it got, and in which order. */
  receipts: 'none' | 'delivered' | 'seen' | 'seenFirst'
  /** When the account wrote since the person last did. */
  unansweredAt: number[]
  askedAt: number[]
  entries: ChatEntry[]
}

/** Everything Viber knows of one account. */
export class AccountState {
  readonly token: string
  readonly id: string
  readonly name: string
  readonly uri: string
  readonly surroundings: Surroundings
  readonly faults: Faults
  readonly media: MediaStore
  readonly delivery: CallbackDelivery
  readonly people = new Map<string, PersonRecord>()
  readonly sent: SentMessage[] = []
  readonly calls: Call[] = []
  readonly watchers = new Set<() => void>()
  /** Accepted messages whose way to the client is not over. */
  underWay = 0
  isRevoked = false

  constructor(
    account: { token: string; id: string; name: string; uri: string },
    media: MediaStore,
    surroundings: Surroundings,
  ) {
    this.token = account.token
    this.id = account.id
    this.name = account.name
    this.uri = account.uri
    this.surroundings = surroundings
    this.media = media
    this.faults = createFaultPlan(surroundings.random)
    this.delivery = new CallbackDelivery(this.token, this.faults, surroundings, () => this.changed())
  }

  changed(): void {
    for (const watcher of this.watchers) watcher()
    this.surroundings.changed()
  }

  now(): number {
    return this.surroundings.clock().getTime()
  }

  /** 63 bits, in no order, and odd: no double holds it. */
  nextToken(): bigint {
    return (BigInt(`0x${randomBytes(8).toString('hex')}`) >> 2n) | (1n << 62n) | 1n
  }

  /** Tells the account's webhook of an event. */
  tell(event: string, fields: Fields, token = this.nextToken()): string {
    const callback = {
      event,
      timestamp: this.now(),
      chat_hostname: 'SN-CHAT-01_',
      message_token: token,
      ...fields,
    }
    this.delivery.add(event, callback)
    return String(token)
  }

  user(person: PersonRecord): Fields {
    const { settings } = this.delivery
    const { profile } = person
    const avatar = settings?.sendPhoto && person.showsProfile ? { avatar: profile.avatar ?? undefined } : {}
    return {
      id: person.id,
      name: settings?.sendName && person.showsProfile ? profile.name : 'Subscriber',
      ...avatar,
      country: profile.country,
      language: profile.language,
      api_version: person.apiVersion,
    }
  }
}
