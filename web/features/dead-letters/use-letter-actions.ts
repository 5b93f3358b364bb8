import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { deleteDeadLetter, replayAlike, replayDeadLetter } from '#contract/dead-letters'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { titleId, useRefreshLetters } from './dead-letters-data.ts'
import { deadLetterWords } from './labels.ts'

export type LetterActions = {
  isBusy: boolean
  isReplaying: boolean
  /** While all of one error are taken: how many are. */
  takenSoFar: number | null
  replay: () => void
  replayAll: () => void
  remove: () => void
}

/** What can be done with one update, and with all that failed alike. */
export function useLetterActions(letterId: number): LetterActions {
  const say = useWords(deadLetterWords)
  const refresh = useRefreshLetters()
  const [takenSoFar, setTaken] = useState<number | null>(null)
  const common = { onError: errorToast, onSettled: refresh }
  const replay = useMutation({
    ...common,
    mutationFn: () => call(replayDeadLetter, { letterId }),
    onSuccess: ({ isTaken }) => {
      toast(say(isTaken ? 'dl.replay.done' : 'dl.replay.failed'))
      if (isTaken) focusTitle()
    },
  })
  const all = useMutation({
    ...common,
    mutationFn: () => takeAll(letterId, setTaken),
    onSuccess: (done) => {
      toast(say('dl.all.done', done))
      if (done.taken > 0) focusTitle()
    },
    onSettled: () => {
      setTaken(null)
      return refresh()
    },
  })
  const remove = useMutation({
    ...common,
    mutationFn: () => call(deleteDeadLetter, { letterId }),
    onSuccess: () => {
      toast(say('dl.deleted'))
      focusTitle()
    },
  })
  return {
    isBusy: replay.isPending || all.isPending || remove.isPending,
    isReplaying: replay.isPending,
    takenSoFar,
    replay: () => replay.mutate(),
    replayAll: () => all.mutate(),
    remove: () => remove.mutate(),
  }
}

/** Portion by portion, so that one sees how far it has come; what is left when the page is closed simply waits. */
async function takeAll(
  letterId: number,
  tell: (taken: number) => void,
): Promise<{ taken: number; failed: number }> {
  const sum = { taken: 0, failed: 0 }
  let after: number | null = null
  do {
    tell(sum.taken)
    const portion: { taken: number; failed: number; next: number | null } = await call(replayAlike, {
      letterId,
      after,
    })
    sum.taken += portion.taken
    sum.failed += portion.failed
    after = portion.next
  } while (after !== null)
  return sum
}

function focusTitle(): void {
  document.getElementById(titleId)?.focus({ preventScroll: true })
}
