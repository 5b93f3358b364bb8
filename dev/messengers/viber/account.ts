import { randomBytes } from 'node:crypto'
import type { AccountState, Call, Fields, PersonRecord, SentMessage } from './account-state.ts'
import type { Delivered } from './callback-delivery.ts'
import type { Faults } from './faults.ts'
import { Person } from './person.ts'
import { greet } from './send-message.ts'

export type PersonOptions = {
  id?: string
  name?: string
  avatar?: string
  language?: string
  country?: string
  /** Off: the person lets bots see neither name nor picture. */
  showsProfile?: boolean
  isSubscribed?: boolean
  apiVersion?: number
  receipts?: PersonRecord['receipts']
}

/** One account as a test or the playground holds it. */
export class Account {
  readonly token: string
  readonly id: string
  readonly name: string
  readonly faults: Faults
  private readonly state: AccountState
  private readonly persons = new Map<string, Person>()

  constructor(state: AccountState) {
    this.state = state
    this.token = state.token
    this.id = state.id
    this.name = state.name
    this.faults = state.faults
    state.delivery.onGreeting = (callback, body) => {
      const user: Fields = { ...Object(callback['user']) }
      const person = state.people.get(String(user['id']))
      if (person) greet(state, person, body)
    }
  }

  get webhook(): string | null {
    return this.state.delivery.settings?.url ?? null
  }

  /** Messages that were accepted. */
  get sent(): SentMessage[] {
    return this.state.sent
  }

  get calls(): Call[] {
    return this.state.calls
  }

  /** Callbacks nobody accepted within their hour. */
  get lost(): Delivered[] {
    return this.state.delivery.lost
  }

  /** Callbacks that are still to be accepted. */
  get pending(): number {
    return this.state.delivery.waiting
  }

  get isRevoked(): boolean {
    return this.state.isRevoked
  }

  /** A client of this account; the same id gives the same person. */
  person(options: PersonOptions = {}): Person {
    const id = options.id ?? randomBytes(16).toString('base64')
    const known = this.persons.get(id)
    if (known) return known
    const record: PersonRecord = {
      id,
      profile: {
        name: options.name ?? `Клиент ${this.persons.size + 1}`,
        avatar: options.avatar ?? null,
        country: options.country ?? 'RS',
        language: options.language ?? 'ru',
      },
      showsProfile: options.showsProfile ?? true,
      isSubscribed: options.isSubscribed ?? false,
      apiVersion: options.apiVersion ?? 10,
      receipts: options.receipts ?? 'delivered',
      unansweredAt: [],
      askedAt: [],
      entries: [],
    }
    const person = new Person(this.state, record)
    this.state.people.set(id, record)
    this.persons.set(id, person)
    this.state.changed()
    return person
  }

  people(): Person[] {
    return [...this.persons.values()]
  }

  /** A callback from nowhere in particular. */
  raw(event: string, fields: Fields): string {
    return this.state.tell(event, fields)
  }

  /** Resolves once every message has gone its way and every callback is accepted or lost. */
  settled(): Promise<void> {
    return this.until(() => this.state.underWay === 0 && this.pending === 0)
  }

  /** The first message, sent before or from now on, that fits. */
  async sentWhere(matches: (message: SentMessage) => boolean): Promise<SentMessage> {
    await this.until(() => this.sent.some(matches))
    const found = this.sent.find(matches)
    if (!found) throw new Error('unreachable: the wait ended without a message')
    return found
  }

  /** The token is taken back: every call is refused, and nothing is told any more. */
  revoke(): void {
    this.state.isRevoked = true
    this.state.delivery.settings = null
    this.state.delivery.stop()
  }

  private until(isDone: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isDone()) return
        this.state.watchers.delete(look)
        resolve()
      }
      this.state.watchers.add(look)
      look()
    })
  }
}
