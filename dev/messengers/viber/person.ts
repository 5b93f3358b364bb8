import type { AccountState, ChatEntry, Fields, PersonRecord, SentMessage } from './account-state.ts'
import { sampleJpeg } from '../telegram/sample-files.ts'
import { tellReceipt } from './send-message.ts'

type FileOptions = { bytes?: Buffer; name?: string; mime?: string; text?: string }

/** A client: everything a person can do in the chat with the account. What is sent is answered with its message token. */
export class Person {
  private readonly state: AccountState
  private readonly record: PersonRecord

  constructor(state: AccountState, record: PersonRecord) {
    this.state = state
    this.record = record
  }

  get id(): string {
    return this.record.id
  }

  get name(): string {
    return this.record.profile.name
  }

  get isSubscribed(): boolean {
    return this.record.isSubscribed
  }

  sendText(text: string, more: Fields = {}): string {
    return this.send({ type: 'text', text, ...more })
  }

  sendPicture({
    bytes = sampleJpeg(640, 480),
    name = 'photo.jpg',
    mime = 'image/jpeg',
    text = '',
  }: FileOptions = {}): string {
    const media = this.store(bytes, mime, name)
    return this.send({ type: 'picture', text, media, thumbnail: media, file_name: name, size: bytes.length })
  }

  sendVideo({
    bytes = Buffer.from('video'),
    name = 'video.mp4',
    mime = 'video/mp4',
    text = '',
  }: FileOptions = {}): string {
    const media = this.store(bytes, mime, name)
    return this.send({ type: 'video', text, media, size: bytes.length, duration: 4, file_name: name })
  }

  sendFile({
    bytes = Buffer.from('файл'),
    name = 'file.txt',
    mime = 'application/octet-stream',
  }: FileOptions = {}): string {
    const media = this.store(bytes, mime, name)
    return this.send({ type: 'file', media, file_name: name, file_size: bytes.length, size: bytes.length })
  }

  sendSticker(stickerId = 40_133): string {
    const media = this.store(sampleJpeg(160, 160), 'image/jpeg', 'sticker.jpg')
    return this.send({ type: 'sticker', sticker_id: stickerId, media })
  }

  /** Also what comes of a button that asks for the phone: nothing tells one from the other. */
  sendContact(name: string, phone: string): string {
    return this.send({ type: 'contact', contact: { name, phone_number: phone } })
  }

  sendLocation(lat = 44.8125, lon = 20.4612, address?: string): string {
    return this.send({ type: 'location', location: { lat, lon, address } })
  }

  sendUrl(address: string): string {
    return this.send({ type: 'url', media: address, text: address })
  }

  /** A kind that bots have not been told of so far. */
  sendUnknownKind(type: string, fields: Fields = {}): string {
    return this.send({ type, ...fields })
  }

  /** Opens the chat, by a link with a context perhaps. No message, and no subscription. */
  open(context?: string): string {
    const fields = {
      type: 'open',
      context,
      user: this.state.user(this.record),
      subscribed: this.isSubscribed,
    }
    return this.state.tell('conversation_started', fields)
  }

  subscribe(): string {
    this.record.isSubscribed = true
    return this.state.tell('subscribed', { user: this.state.user(this.record) })
  }

  block(): string {
    this.record.isSubscribed = false
    return this.state.tell('unsubscribed', { user_id: this.id })
  }

  rename(name: string): void {
    this.record.profile.name = name
    this.state.changed()
  }

  get receipts(): PersonRecord['receipts'] {
    return this.record.receipts
  }

  /** What is told of messages from now on. */
  tellReceipts(receipts: PersonRecord['receipts']): void {
    this.record.receipts = receipts
    this.state.changed()
  }

  /** Looks at everything that came, or at one message. */
  read(token?: string): void {
    for (const sent of this.received()) {
      const isMeant = token === undefined ? sent.state !== 'seen' : sent.token === token
      if (isMeant && sent.state !== 'failed') tellReceipt(this.state, this.record, sent, 'seen')
    }
  }

  received(): SentMessage[] {
    return this.state.sent.filter(({ receiver }) => receiver === this.id)
  }

  entries(): ChatEntry[] {
    return this.record.entries
  }

  /** A first message subscribes without a word of it. */
  private send(message: Fields): string {
    this.record.isSubscribed = true
    this.record.unansweredAt = []
    this.record.entries.push({ at: this.state.surroundings.clock(), own: message })
    return this.state.tell('message', { sender: this.state.user(this.record), message, silent: false })
  }

  private store(bytes: Buffer, mime: string, name: string): string {
    return this.state.media.add({ bytes, mime }, /\.[a-z\d]{1,5}$/i.exec(name)?.[0] ?? '')
  }
}
