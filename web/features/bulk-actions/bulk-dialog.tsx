import { Button, Group, Modal, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ReactElement, SyntheticEvent } from 'react'
import { startBulkAction } from '#contract/bulk-actions'
import type { BulkChange, BulkKind, BulkTarget } from '#contract/bulk-actions'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { errorToast } from '../../ui/toasts.tsx'
import { AssignChoice, TagChoice } from './bulk-choices.tsx'
import { putBulkAction } from './bulk-data.ts'
import { BulkPreview } from './bulk-preview.tsx'
import { bulkWords } from './labels.ts'
import { useBulkPreview } from './use-bulk-preview.ts'

type BulkDialogProps = {
  /** What is asked for; null: it is closed. */
  kind: BulkKind | null
  target: BulkTarget
  onClose: () => void
  onStarted: () => void
}

/** Says before a mass action how many conversations it takes in, what it leaves as it is, and whether it can be undone. */
export function BulkDialog({ kind, target, onClose, onStarted }: BulkDialogProps): ReactElement {
  const say = useWords(bulkWords)
  return (
    <Modal opened={kind !== null} onClose={onClose} title={kind && say(`bulk.ask.${kind}`)}>
      {kind && <Ask key={kind} kind={kind} target={target} onClose={onClose} onStarted={onStarted} />}
    </Modal>
  )
}

function Ask({
  kind,
  target,
  onClose,
  onStarted,
}: Omit<BulkDialogProps, 'kind'> & { kind: BulkKind }): ReactElement {
  const say = useWords(bulkWords)
  const client = useQueryClient()
  // One id however often it is pressed or tried again.
  const id = useRef(crypto.randomUUID())
  const [isBusy, setBusy] = useState(false)
  const [toUserId, setToUserId] = useState<number | null>(null)
  const [tag, setTag] = useState('')
  const change = changeOf(kind, toUserId, tag)
  const preview = useBulkPreview(change, target)
  const start = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    if (!change || isBusy) return
    setBusy(true)
    try {
      putBulkAction(client, await call(startBulkAction, { id: id.current, change, target }))
      onStarted()
    } catch (error) {
      setBusy(false)
      errorToast(error)
    }
  }
  const isReady = change !== null && preview.data !== undefined && preview.canStart
  const submit = useRef<HTMLButtonElement>(null)
  const needsChoice = kind === 'assign' || kind === 'tag'
  // Enter confirms as soon as there is something to be confirmed.
  useEffect(() => {
    if (isReady && !needsChoice) submit.current?.focus()
  }, [isReady, needsChoice])
  return (
    <form onSubmit={(event) => void start(event)}>
      <Stack gap="sm">
        {kind === 'assign' && <AssignChoice value={toUserId} onChange={setToUserId} />}
        {kind === 'tag' && <TagChoice value={tag} onChange={setTag} />}
        {change && <BulkPreview kind={kind} preview={preview} />}
      </Stack>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {say('bulk.cancel')}
        </Button>
        <Button ref={submit} type="submit" loading={isBusy} disabled={!isReady}>
          {say(`bulk.ask.${kind}`)}
        </Button>
      </Group>
    </form>
  )
}

/** Null while something that it needs is not chosen. */
function changeOf(kind: BulkKind, toUserId: number | null, tag: string): BulkChange | null {
  if (kind === 'assign') return toUserId === null ? null : { kind, toUserId }
  if (kind === 'tag') return tag.trim() === '' ? null : { kind, tag: tag.trim() }
  return { kind }
}
