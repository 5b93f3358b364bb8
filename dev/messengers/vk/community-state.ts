import { randomBytes } from 'node:crypto'
import { CallbackServer, type VkEvent } from './callback-server.ts'
import { createFaultPlan } from './faults.ts'
import { FileStore } from './file-store.ts'
import { toJson, type Fields } from './json.ts'
import { LongPoll } from './long-poll.ts'
import type { SentMessage, VkMessage } from './message.ts'
import type { Surroundings } from './surroundings.ts'

export type Standing = 'silent' | 'open' | 'denied' | 'blacklisted' | 'private' | 'deleted' | 'banned'

/** What VK knows of a person, and of the talk of the community with him. */
export type PersonRecord = {
  id: number
  firstName: string
  lastName: string
  screenName: string | null
  photoUrl: string | null
  standing: Standing
  messages: VkMessage[]
  lastNumber: number
  /** The number of the last message the community has marked as read. */
  readByUs: number
  /** Our reaction by the message's number. */
  ourReactions: Map<number, number>
  isTypedTo: boolean
}

export type Call = { method: string; parameters: Record<string, string>; at: Date; outcome: string }
export type SentResult = { peerId: number; messageId: number; number: number }

const allRights = ['messages', 'manage', 'photos', 'docs'] as const

/** Everything VK knows of one community. */
export class CommunityState {
  readonly id: number
  readonly token: string
  readonly surroundings: Surroundings
  name: string
  screenName: string
  rights = new Set<string>(allRights)
  isRevoked = false
  /** When the echo of a sent message leaves: before VK answers the call, or after. */
  echo: 'before' | 'after' = 'after'
  confirmationCode = newCode()
  lastServerId = 0
  readonly people = new Map<number, PersonRecord>()
  readonly servers: CallbackServer[] = []
  readonly longPoll: LongPoll
  readonly files: FileStore
  readonly faults = createFaultPlan()
  readonly sent: SentMessage[] = []
  readonly calls: Call[] = []
  /** Results by random_id: one is never used for two messages. */
  readonly byRandomId = new Map<number, SentResult>()
  /** Buttons pressed and not answered yet, with the Unix time of the press. */
  readonly presses = new Map<string, { userId: number; at: number }>()
  readonly sentWaiters = new Set<() => void>()
  readonly uploads = new Map<string, { kind: 'photo' | 'doc' | 'audio_message' }>()
  readonly requestTimes: number[] = []
  private lastMessageId = 1000

  constructor(
    id: number,
    given: { token: string; name: string; screenName: string },
    surroundings: Surroundings,
  ) {
    this.id = id
    this.token = given.token
    this.name = given.name
    this.screenName = given.screenName
    this.surroundings = surroundings
    this.longPoll = new LongPoll(surroundings)
    this.files = new FileStore(surroundings)
  }

  /** Writes a message into the talk with a person, under the next numbers. */
  addMessage(person: PersonRecord, fields: Partial<VkMessage> & { from_id: number }): VkMessage {
    this.lastMessageId += 1
    person.lastNumber += 1
    const message: VkMessage = {
      id: this.lastMessageId,
      conversation_message_id: person.lastNumber,
      peer_id: person.id,
      date: this.surroundings.now(),
      text: '',
      attachments: [],
      fwd_messages: [],
      out: fields.from_id < 0 ? 1 : 0,
      important: false,
      is_hidden: false,
      random_id: 0,
      ...fields,
    }
    person.messages.push(message)
    this.surroundings.changed(this.id, person.id)
    return message
  }

  /** Makes an event known; its id stays the same at every repeat. */
  emit(type: string, object: unknown, peerId: number | null): string {
    const eventId = randomBytes(20).toString('hex')
    this.emitRaw({ group_id: this.id, type, event_id: eventId, v: '5.199', object }, peerId)
    return eventId
  }

  emitRaw(fields: Fields, peerId: number | null): void {
    if (this.isRevoked) return
    // As it was at this moment: what happens to a message later is another event.
    const event: VkEvent = { type: String(fields['type']), peerId, fields: structuredClone(fields) }
    this.longPoll.add(event.type, toJson(event.fields))
    for (const server of this.servers) server.enqueue(event)
    this.surroundings.changed(this.id, peerId)
  }

  addServer(given: { title: string; url: string; secretKey: string }): CallbackServer {
    this.lastServerId += 1
    const server = new CallbackServer(this.lastServerId, given, this.faults, this.surroundings)
    server.onRemove = () => this.removeServer(server)
    this.servers.push(server)
    return server
  }

  removeServer(server: CallbackServer): void {
    server.stop()
    this.servers.splice(this.servers.indexOf(server), 1)
  }

  /** The code changes once a server was added. */
  changeCode(): void {
    this.confirmationCode = newCode()
  }
}

const newCode = (): string => randomBytes(4).toString('hex')
