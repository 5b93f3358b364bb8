import { ApiError } from './api-error.ts'
import type { BotState, Call, SentMessage } from './bot-state.ts'
import { performFromWebhook } from './calls.ts'
import type { Faults } from './faults.ts'
import { dropLongPoll } from './get-updates.ts'
import { Group, type GroupOptions } from './group.ts'
import { Person } from './person.ts'
import type { RawUpdate } from './raw-update.ts'
import { emitRaw } from './raw-update.ts'

export type PersonOptions = {
  id?: number
  firstName?: string
  lastName?: string
  username?: string
  languageCode?: string
  /** How he stands to the bot from the start: `silent` has never written to it. */
  standing?: 'silent' | 'open' | 'blocked'
}

const defaultWaitMs = 10_000

/** One bot as a test or the playground holds it. */
export class Bot {
  readonly token: string
  readonly id: number
  readonly username: string
  readonly faults: Faults
  private readonly state: BotState
  private readonly nextId: () => number
  private readonly persons = new Map<number, Person>()

  constructor(state: BotState, nextId: () => number) {
    this.state = state
    this.token = state.token
    this.id = state.user.id
    this.username = state.user.username
    this.faults = state.faults
    this.nextId = nextId
    state.delivery.onAnswerBody = (contentType, body) => void performFromWebhook(state, contentType, body)
  }

  get name(): string {
    return this.state.user.first_name
  }

  get webhook(): { url: string; secretToken?: string } | null {
    const settings = this.state.delivery.settings
    if (!settings) return null
    return { url: settings.url, ...(settings.secretToken ? { secretToken: settings.secretToken } : {}) }
  }

  get sent(): SentMessage[] {
    return this.state.sent
  }

  get calls(): Call[] {
    return this.state.calls
  }

  get isRevoked(): boolean {
    return this.state.revoked
  }

  /** A client of this bot; the same id gives the same person. */
  person(options: PersonOptions = {}): Person {
    const id = options.id ?? this.nextId()
    const known = this.persons.get(id)
    if (known) return known
    const user = {
      id,
      is_bot: false,
      first_name: options.firstName ?? `Клиент ${id % 1000}`,
      ...(options.lastName ? { last_name: options.lastName } : {}),
      ...(options.username ? { username: options.username } : {}),
      language_code: options.languageCode ?? 'ru',
    }
    const person = new Person(this.state, user, options.standing)
    this.persons.set(id, person)
    return person
  }

  people(): Person[] {
    return [...this.persons.values()]
  }

  group(options: GroupOptions = {}): Group {
    const base = options.type === undefined || options.type === 'group' ? 0 : -1_000_000_000_000
    return new Group(this.state, options.id ?? base - this.nextId(), options)
  }

  /** An update from nowhere in particular, as it stands. */
  raw(update: RawUpdate): number {
    return emitRaw(this.state, update, { queue: `raw:${Object.keys(update).join()}`, known: false })
  }

  /** Updates neither accepted by the webhook nor confirmed by getUpdates. */
  pending(): number {
    return this.state.updates.size
  }

  /** Resolves once nothing is pending and no delivery is under way; rejects after `timeoutMs`. */
  drained(timeoutMs: number = defaultWaitMs): Promise<void> {
    const { updates, delivery } = this.state
    const isDone = (): boolean => updates.size === 0 && delivery.inFlight === 0
    const listen = (check: () => void): (() => void) => {
      const stops = [updates.onEmpty(() => queueMicrotask(check)), delivery.onIdle(check)]
      return () => stops.forEach((stop) => stop())
    }
    const describe = (): string =>
      `${updates.size} updates are still pending, the webhook's last error is: ${delivery.lastError?.message ?? 'none'}`
    return until(isDone, listen, describe, timeoutMs)
  }

  /** The first message sent, before or from now on, that fits; rejects after `timeoutMs`. */
  async sentWhere(
    matches: (message: SentMessage) => boolean,
    timeoutMs: number = defaultWaitMs,
  ): Promise<SentMessage> {
    const found = new Map<'message', SentMessage>()
    let looked = 0
    const isDone = (): boolean => {
      for (; looked < this.state.sent.length && !found.has('message'); looked += 1) {
        const message = this.state.sent[looked]
        if (message && matches(message)) found.set('message', message)
      }
      return found.has('message')
    }
    const listen = (check: () => void): (() => void) => {
      this.state.sentWaiters.add(check)
      return () => this.state.sentWaiters.delete(check)
    }
    await until(isDone, listen, () => `no such message among the ${looked} sent`, timeoutMs)
    const message = found.get('message')
    if (!message) throw new Error('unreachable: the wait ended without a message')
    return message
  }

  /** BotFather revokes the token: every call is answered 401 from now on, nothing is delivered. */
  revoke(): void {
    this.state.revoked = true
    this.state.delivery.stop()
    dropLongPoll(this.state, new ApiError(401))
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
