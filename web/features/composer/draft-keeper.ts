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
  #isFocused = false
  #cancel: (() => void) | null = null

  constructor(ports: DraftPorts, loaded: DraftContent, version: number) {
    this.#ports = ports
    this.#content = loaded
    this.#saved = loaded
    this.#version = version
  }

  /** The content changed in the composer. */
  change(content: DraftContent): void {
    this.#content = content
    this.#cancelTimer()
    if (this.hasUnsaved) this.#schedule(quietMs)
  }

  /** Saves now what is not saved: on blur, on leaving the chat and on unload. */
  flush(isLast = false): void {
    this.#cancelTimer()
    if (this.hasUnsaved) void this.#save(isLast)
  }

  focus(isFocused: boolean): void {
    this.#isFocused = isFocused
    if (!isFocused) this.flush()
  }

  /** A live frame said that the draft has this version now. */
  heard(version: number): void {
    if (this.#isSaving) this.#heard = version
    else this.#compare(version)
  }

  /** The server's draft was loaded (`version` 0: there is none). Whether the composer is to show it: not while one writes here. */
  offer(content: DraftContent, version: number): boolean {
    if (this.#isFocused || this.#isSaving || this.hasUnsaved) return false
    this.#version = version
    if (isSame(content, this.#saved)) return false
    this.#content = content
    this.#saved = content
    return true
  }

  get hasUnsaved(): boolean {
    return !isSame(this.#content, this.#saved)
  }

  #compare(version: number): void {
    if (version !== this.#version && !this.#isFocused && !this.hasUnsaved) this.#ports.reload()
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
    }
    const heard = this.#heard
    this.#heard = null
    if (heard !== null) this.#compare(heard)
    if (this.hasUnsaved && !this.#cancel) this.#schedule(version === null ? retryMs : 0)
  }

  #schedule(delayMs: number): void {
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
