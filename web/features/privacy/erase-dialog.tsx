import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { FormEvent, ReactElement } from 'react'
import { eraseContact, previewErasure } from '#contract/erasure'
import { call } from '../../lib/api.ts'
import { forgetKeptAnswers } from '../../lib/kept-answers.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { RowsSkeleton } from '../../ui/skeletons.tsx'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { CountsTable } from './counts-table.tsx'
import { privacyWords } from './labels.ts'

/** What would go, and the name to type before it does. Afterwards there is no such contact. */
export function EraseDialog({
  contactId,
  onClose,
}: {
  contactId: number
  onClose: () => void
}): ReactElement {
  const say = useWords(privacyWords)
  const client = useQueryClient()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [isErasing, setErasing] = useState(false)
  const preview = useQuery({
    queryKey: ['erasures', 'preview', contactId],
    queryFn: ({ signal }) => call(previewErasure, { contactId }, { signal }),
    gcTime: 0,
    staleTime: 0,
  })
  const name = preview.data?.name.trim() ?? ''
  const isSure = name !== '' && typed.trim() === name
  const erase = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!isSure || isErasing) return
    setErasing(true)
    try {
      await call(eraseContact, { contactId, name: typed })
      toast(say('pd.erase.done'))
      await forgetKeptAnswers()
      await navigate({ to: '/contacts' })
      client.removeQueries({ type: 'inactive' })
      await client.invalidateQueries()
    } catch (error) {
      errorToast(error)
      setErasing(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={say('pd.erase.title')}>
      <form onSubmit={(event) => void erase(event)}>
        <Stack gap="md">
          <Text size="sm">{say('pd.erase.d')}</Text>
          {preview.isPending && <RowsSkeleton label={say('pd.erase.loading')} />}
          {preview.isError && (
            <ErrorState
              title={say('pd.erase.error')}
              error={preview.error}
              onRetry={() => void preview.refetch()}
            />
          )}
          {preview.data && <CountsTable counts={preview.data.counts} label={say('pd.erase.title')} />}
          {preview.data && preview.data.open > 0 && (
            <Text size="sm" fw={500}>
              {say('pd.erase.open', { count: preview.data.open })}
            </Text>
          )}
          {preview.data && (
            <TextInput
              label={say('pd.erase.name', { name })}
              value={typed}
              autoComplete="off"
              data-autofocus
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {say('c.cancel')}
            </Button>
            <Button type="submit" color="red" disabled={!isSure} loading={isErasing}>
              {say('pd.erase.go')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
