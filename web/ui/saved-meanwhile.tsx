import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../lib/words.ts'
import { changedWords } from './changed-words.ts'
import { Notice } from './notice.tsx'
import { errorToast } from './toasts.tsx'

type Props = { onMine: () => Promise<void>; onTheirs: () => Promise<void> }

/** Under a form that a colleague was before with: what one has put in stays there until one chooses. */
export function SavedMeanwhile({ onMine, onTheirs }: Props): ReactElement {
  const say = useWords(changedWords)
  const [isBusy, setBusy] = useState(false)
  const choose = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    await work().catch(errorToast)
    setBusy(false)
  }
  return (
    <Notice
      tone="warn"
      isLive
      hint={say('changed.form.d')}
      action={
        <Group gap={8} wrap="nowrap">
          <Button size="xs" variant="light" loading={isBusy} onClick={() => void choose(onMine)}>
            {say('changed.keepMine')}
          </Button>
          <Button size="xs" variant="default" disabled={isBusy} onClick={() => void choose(onTheirs)}>
            {say('changed.keepTheirs')}
          </Button>
        </Group>
      }
    >
      {say('changed.form')}
    </Notice>
  )
}
