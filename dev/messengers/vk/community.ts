import type { Call, CommunityState } from './community-state.ts'
import type { Faults } from './faults.ts'
import type { Fields } from './json.ts'
import type { SentMessage, VkMessage } from './message.ts'
import { Person } from './person.ts'

export type PersonOptions = {
  id?: number
  firstName?: string
  lastName?: string
  screenName?: string
  /** How he stands to the community from the start: `silent` has never written to it. */
  standing?: 'silent' | 'open' | 'denied'
}

const defaultWaitMs = 10_000

/** One community as a test or the playground holds it. */
export class Community {
  readonly id: number
  readonly token: string
  readonly faults: Faults
  private readonly state: CommunityState
  private readonly nextUserId: () => number
  private readonly persons = new Map<number, Person>()

  constructor(state: CommunityState, nextUserId: () => number) {
    this.state = state
    this.id = state.id
    this.token = state.token
    this.faults = state.faults
    this.nextUserId = nextUserId
  }

  get name(): string {
    return this.state.name
  }

  get screenName(): string {
    return this.state.screenName
  }

  get sent(): SentMessage[] {
    return this.state.sent
  }

  get calls(): Call[] {
    return this.state.calls
  }

  get isRevoked(): boolean {
    return this.state.isRevoked
  }

  /** The Callback servers of the community, as its settings show them. */
  get servers(): {
    id: number
    title: string
    url: string
    secretKey: string
    status: string
    events: string[]
  }[] {
    return this.state.servers.map(({ id, title, url, secretKey, status, wanted }) => ({
      id,
      title,
      url,
      secretKey,
      status,
      events: [...wanted],
    }))
  }

  get longPoll(): { isEnabled: boolean; expireKey: () => void; loseEverything: () => void } {
    const { longPoll } = this.state
    return {
      isEnabled: longPoll.isEnabled,
      expireKey: () => longPoll.expireKey(),
      loseEverything: () => longPoll.loseEverything(),
    }
  }

  /** When the echo of a sent message leaves. */
  set echo(when: 'before' | 'after') {
    this.state.echo = when
  }

  set rights(names: string[]) {
    this.state.rights = new Set(names)
  }

  /** A client of this community; the same id gives the same person. */
  person(options: PersonOptions = {}): Person {
    const id = options.id ?? this.nextUserId()
    const known = this.persons.get(id)
    if (known) return known
    const record = {
      id,
      firstName: options.firstName ?? `Клиент ${id % 1000}`,
      lastName: options.lastName ?? '',
      screenName: options.screenName ?? null,
      photoUrl: null,
      standing: options.standing ?? ('silent' as const),
      messages: [],
      lastNumber: this.state.surroundings.firstId,
      readByUs: 0,
      ourReactions: new Map<number, number>(),
      isTypedTo: false,
    }
    this.state.people.set(id, record)
    const person = new Person(this.state, record)
    this.persons.set(id, person)
    this.state.surroundings.changed(this.id, id)
    return person
  }

  people(): Person[] {
    return [...this.persons.values()]
  }

  /** Somebody of the community answers in VK itself. */
  operatorWrites(person: Person, text: string, operatorId = 77): VkMessage {
    const record = this.state.people.get(person.id)
    if (!record) throw new Error('no such person')
    const fields = { from_id: -this.id, text, admin_author_id: operatorId, random_id: 0 }
    const message = this.state.addMessage(record, fields)
    this.state.emit('message_reply', message, person.id)
    return message
  }

  /** A message in a chat of several people the community is in. */
  groupChatMessage(text: string, chatId = 7): void {
    const message = {
      id: 0,
      conversation_message_id: 12,
      peer_id: 2_000_000_000 + chatId,
      from_id: this.nextUserId(),
      date: this.state.surroundings.now(),
      text,
      attachments: [],
      fwd_messages: [],
      out: 0,
    }
    this.state.emit('message_new', { message, client_info: {} }, message.peer_id)
  }

  /** An event from nowhere in particular, as it stands; whole numbers of any length as bigint. */
  raw(event: Fields): void {
    this.state.emitRaw({ group_id: this.id, event_id: crypto.randomUUID(), v: '5.199', ...event }, null)
  }

  /** Events that no Callback server has taken yet. */
  pending(): number {
    return this.state.servers.reduce((sum, { pendingCount }) => sum + pendingCount, 0)
  }

  /** Resolves once every event was taken; rejects after `timeoutMs`. */
  async drained(timeoutMs = defaultWaitMs): Promise<void> {
    const waits = this.state.servers.map((server) => {
      const listen = (check: () => void): (() => void) => server.onIdle(check)
      const describe = (): string =>
        `${server.pendingCount} events wait, the last problem is: ${server.lastProblem}`
      return until(() => server.pendingCount === 0, listen, describe, timeoutMs)
    })
    await Promise.all(waits)
  }

  /** The first message sent, before or from now on, that fits; rejects after `timeoutMs`. */
  async sentWhere(
    matches: (message: SentMessage) => boolean,
    timeoutMs = defaultWaitMs,
  ): Promise<SentMessage> {
    const { sent, sentWaiters } = this.state
    const listen = (check: () => void): (() => void) => {
      sentWaiters.add(check)
      return () => sentWaiters.delete(check)
    }
    await until(
      () => sent.some(matches),
      listen,
      () => `no such message among the ${sent.length} sent`,
      timeoutMs,
    )
    const found = sent.find(matches)
    if (!found) throw new Error('unreachable: the wait ended without a message')
    return found
  }

  /** All addresses of files that were told so far lead nowhere any more. */
  expireFiles(): void {
    this.state.files.expireAll()
  }

  /** The token is deleted in the community's settings: every call is answered with error 5 from now on. */
  revoke(): void {
    this.state.isRevoked = true
    this.state.longPoll.expireKey()
    for (const server of this.state.servers.slice()) this.state.removeServer(server)
  }
}

const until = (
  isDone: () => boolean,
  listen: (check: () => void) => () => void,
  describe: () => string,
  timeoutMs: number,
): Promise<void> =>
  new Promise((resolve, reject) => {
    if (isDone()) {
      resolve()
      return
    }
    const stopListening = listen(() => {
      if (!isDone()) return
      clearTimeout(timer)
      stopListening()
      resolve()
    })
    const timer = setTimeout(() => {
      stopListening()
      reject(new Error(describe()))
    }, timeoutMs)
  })
