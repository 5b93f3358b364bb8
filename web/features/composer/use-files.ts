import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { FileView } from '#contract/files'
import { useWords } from '../../lib/words.ts'
import { failureToast } from '../../ui/toasts.tsx'
import type { ComposerFile } from './composer-files.ts'
import { FileShelf } from './file-shelf.ts'
import { composerWords } from './labels.ts'
import { leftShelves } from './left-behind.ts'

export type ComposerFiles = {
  files: readonly ComposerFile[]
  /** Starts storing the files; how many there was no room for. */
  attach: (files: readonly File[]) => number
  /** Puts files in that the server has; how many there was no room for. */
  attachStored: (files: readonly FileView[]) => number
  /** Takes a file out; an upload under way is cancelled. */
  detach: (id: string) => void
  retry: (id: string) => void
  /** Replaces all by files the server already has. */
  reset: (files: readonly FileView[]) => void
}

/**
 * The files of one composer. `place`: the chat, whose files go on their way when it is left; without one they are cancelled then.
 */
export function useFiles(
  initial: readonly FileView[],
  place: string | null = null,
): ComposerFiles & { shelf: FileShelf } {
  const say = useWords(composerWords)
  const [shelf] = useState(() => leftShelves.find(place) ?? new FileShelf(initial))
  const files = useSyncExternalStore(shelf.subscribe, shelf.snapshot)
  useEffect(() => {
    leftShelves.take(place)
    shelf.comeBack()
    return () => {
      if (place !== null && shelf.isBusy) leftShelves.keep(place, shelf)
      else shelf.close()
    }
  }, [shelf, place])

  return {
    shelf,
    files,
    attach: (given) => {
      // Nothing would make an empty one go: it is told at once, and not put in.
      for (const { name } of given.filter((file) => file.size === 0)) {
        failureToast(say('comp.emptyFile', { name }))
      }
      return shelf.attach(given.filter((file) => file.size > 0))
    },
    attachStored: (given) => shelf.attachStored(given),
    detach: (id) => shelf.detach(id),
    retry: (id) => shelf.retry(id),
    reset: useCallback((stored) => shelf.reset(stored), [shelf]),
  }
}
