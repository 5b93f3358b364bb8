import { onUserLeft } from '../../lib/page-user.ts'
import type { DraftKeeper } from './draft-keeper.ts'
import type { FileShelf } from './file-shelf.ts'

export const clientPlace = (chatId: string): string => `chat:${chatId}`
export const internalPlace = (chatId: string): string => `internal:${chatId}`

/** What goes on after its chat was left, until somebody comes back to it or signs out. By place: a chat with a client or of colleagues. */
class LeftBehind<Thing> {
  #things = new Map<string, Thing>()
  #end: (thing: Thing) => void

  constructor(end: (thing: Thing) => void) {
    this.#end = end
  }

  find(place: string | null, isWanted: (thing: Thing) => boolean = () => true): Thing | undefined {
    const thing = place === null ? undefined : this.#things.get(place)
    return thing && isWanted(thing) ? thing : undefined
  }

  keep(place: string, thing: Thing): void {
    this.#things.set(place, thing)
  }

  take(place: string | null): void {
    if (place !== null) this.#things.delete(place)
  }

  endAll(): void {
    for (const thing of this.#things.values()) this.#end(thing)
    this.#things.clear()
  }
}

/** Files on their way to the server, or which did not get there. */
export const leftShelves = new LeftBehind<FileShelf>((shelf) => shelf.close())
/** Drafts that the server does not have yet. */
export const leftDrafts = new LeftBehind<DraftKeeper>((keeper) => keeper.stop())

// Whoever signs in next has nothing to do with what was written before.
onUserLeft(() => {
  leftShelves.endAll()
  leftDrafts.endAll()
})
