import type { Principal } from '#contract/participants'

/** What a draft is made of, as the server keeps it. `recipients`: of one to colleagues. */
export type DraftContent = {
  text: string
  fileIds: string[]
  replyToId: string | null
  recipients?: readonly Principal[]
}

export type DraftPorts = {
  /** Saves and answers with the version; `isLast` when the page is going away. */
  save: (content: DraftContent, isLast: boolean) => Promise<{ version: number }>
  /** The draft was written on another device: load it. */
  reload: () => void
  /** Runs the callback later; gives back how to cancel it. */
  later: (callback: () => void, delayMs: number) => () => void
}

const quietMs = 700
const retryMs = 5000
const isSame = (a: DraftContent, b: DraftContent): boolean =>
  a.text === b.text &&
  a.replyToId === b.replyToId &&
  a.fileIds.join() === b.fileIds.join() &&
  JSON.stringify(a.recipients ?? []) === JSON.stringify(b.recipients ?? [])

const isEmpty = (content: DraftContent): boolean =>
  content.text === '' &&
  content.replyToId === null &&
  content.fileIds.length === 0 &&
  (content.recipients ?? []).length === 0

/**
 * Keeps one chat's draft on the server: saves when typing pauses, one save at a time, and tells one's own echo from a change
 * made on another device by the version.
 */
export class DraftKeeper {
  #ports: DraftPorts
  #content: DraftContent
  #saved: DraftContent
  #version: number
  #isSaving = false
  #heard: number | null = null
  /** Another device has written it since; it is shown as soon as nothing is in the way here. */
  #isBehind = false
  #isFocused = false
  #isFilling = false
  #isOver = false
  #cancel: (() => void) | null = null

  constructor(ports: DraftPorts, loaded: DraftContent, version: number) {
    this.#ports = ports
    this.#content = loaded
    this.#saved = loaded
    this.#version = version
  }

  /** The content changed in the composer. `isFilling`: it holds files that are not stored yet. */
  change(content: DraftContent, isFilling = false): void {
    this.#content = content
    this.#isFilling = isFilling
    this.#cancelTimer()
    if (this.hasUnsaved) this.#schedule(quietMs)
    else this.#catchUp()
  }

  /** Saves now what is not saved: on blur, on leaving the chat and on unload. */
  flush(isLast = false): void {
    this.#cancelTimer()
    if (this.hasUnsaved) void this.#save(isLast)
  }

  /** Its chat is left: nobody writes here any more, and what is not saved is tried on and on. */
  leave(): void {
    this.#isFocused = false
    this.flush()
  }

  /** Tries no more. */
  stop(): void {
    this.#isOver = true
    this.#cancelTimer()
  }

  focus(isFocused: boolean): void {
    this.#isFocused = isFocused
    if (isFocused) return
    this.flush()
    this.#catchUp()
  }

  /** A live frame said that the draft has this version now. */
  heard(version: number): void {
    if (this.#isSaving) this.#heard = version
    else this.#compare(version)
  }

  /** The server's draft was loaded (`version` 0: there is none). Whether the composer is to show it: not while one writes here. */
  offer(content: DraftContent, version: number): boolean {
    if (this.#isInUse || this.#isSaving || this.hasUnsaved) return false
    this.#version = version
    this.#isBehind = false
    if (isSame(content, this.#saved)) return false
    this.#content = content
    this.#saved = content
    return true
  }

  get hasUnsaved(): boolean {
    return !isSame(this.#content, this.#saved)
  }

  /** An empty field is in nobody's way, though the cursor stands in it. */
  get #isInUse(): boolean {
    return this.#isFilling || (this.#isFocused && !isEmpty(this.#content))
  }

  #compare(version: number): void {
    if (version !== this.#version) this.#isBehind = true
    this.#catchUp()
  }

  #catchUp(): void {
    if (this.#isBehind && !this.#isInUse && !this.#isSaving && !this.hasUnsaved) this.#ports.reload()
  }

  async #save(isLast: boolean): Promise<void> {
    if (this.#isSaving && !isLast) return
    this.#isSaving = true
    const content = this.#content
    const version = await this.#ports.save(content, isLast).then(
      (answer) => answer.version,
      () => null,
    )
    this.#isSaving = false
    if (version !== null) {
      this.#saved = content
      this.#version = version
      this.#isBehind = false
    }
    const heard = this.#heard
    this.#heard = null
    if (heard !== null) this.#compare(heard)
    if (this.hasUnsaved && !this.#cancel) this.#schedule(version === null ? retryMs : 0)
  }

  #schedule(delayMs: number): void {
    if (this.#isOver) return
    this.#cancel = this.#ports.later(() => {
      this.#cancel = null
      void this.#save(false)
    }, delayMs)
  }

  #cancelTimer(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}
