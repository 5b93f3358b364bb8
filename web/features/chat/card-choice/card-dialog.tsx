import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { listCardChoices, moveConversation } from '#contract/conversations'
import type { CardChoice, ConversationRow } from '#contract/conversations'
import { call } from '../../../lib/api.ts'
import { useSession } from '../../../lib/session.ts'
import { useWords } from '../../../lib/words.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { FieldsSkeleton } from '../../../ui/skeletons.tsx'
import { errorToast, toast } from '../../../ui/toasts.tsx'
import { askRow, detailKey } from '../../imbox/conversation-cache.ts'
import { ChoiceList } from './choice-list.tsx'
import { cardChoiceWords } from './labels.ts'
import { useMakeCard } from './use-make-card.tsx'

type CardDialogProps = { row: ConversationRow; isOpen: boolean; onClose: () => void }

/** On which card a conversation stands: one of its contact's, one found by name, or a new one. */
export function CardDialog({ row, isOpen, onClose }: CardDialogProps): ReactElement {
  const say = useWords(cardChoiceWords)
  const done = (answer: ConversationRow): void => {
    toast(say('choose.moved', { number: row.number, name: answer.card?.name ?? '' }))
    onClose()
  }
  const making = useMakeCard(row, done)
  const isChoosing = isOpen && !making.isAsking
  return (
    <>
      <Modal opened={isChoosing} onClose={onClose} title={say('choose.title', { number: row.number })}>
        {isChoosing && <CardChoices row={row} making={making} onDone={done} />}
      </Modal>
      {making.dialog}
    </>
  )
}

const searchPauseMs = 200

type ChoicesProps = {
  row: ConversationRow
  making: ReturnType<typeof useMakeCard>
  onDone: (answer: ConversationRow) => void
}

function CardChoices({ row, making, onDone }: ChoicesProps): ReactElement {
  const say = useWords(cardChoiceWords)
  const client = useQueryClient()
  const { rights } = useSession()
  const [typed, setTyped] = useState('')
  const [isMoving, setMoving] = useState(false)
  const isBusy = isMoving || making.isBusy
  const [search] = useDebouncedValue(typed.trim(), searchPauseMs)
  const { number } = row
  const query = useQuery({
    queryKey: ['conversations', 'cards', number, search],
    queryFn: ({ signal }) => call(listCardChoices, { number, ...(search !== '' && { search }) }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const choose = async ({ kind, id }: CardChoice): Promise<void> => {
    const seen = row.card && { kind: row.card.kind, id: row.card.id }
    setMoving(true)
    try {
      const answer = await askRow(client, () => call(moveConversation, { number, card: { kind, id }, seen }))
      void client.invalidateQueries({ queryKey: detailKey(number) })
      onDone(answer)
    } catch (error) {
      errorToast(error)
    } finally {
      setMoving(false)
    }
  }
  const canMake = row.card === null && row.closedAt === null
  return (
    <Stack gap="md">
      <TextInput
        aria-label={say('choose.search')}
        placeholder={say('choose.search')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
        autoComplete="off"
      />
      {query.data ? (
        <ChoiceList
          items={query.data.items}
          current={row.card}
          isDisabled={isBusy}
          nothing={say(search === '' ? 'choose.none.own' : 'choose.none')}
          onChoose={(choice) => void choose(choice)}
        />
      ) : query.error ? (
        <ErrorState title={say('choose.error')} error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <FieldsSkeleton />
      )}
      {canMake && (
        <Group gap="sm">
          {rights.addsDeals && (
            <Button variant="default" disabled={isBusy} onClick={() => making.make('deal')}>
              {say('choose.newDeal')}
            </Button>
          )}
          {rights.addsCustomers && (
            <Button variant="default" disabled={isBusy} onClick={() => making.make('customer')}>
              {say('choose.newCustomer')}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  )
}
