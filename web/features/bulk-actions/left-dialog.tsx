import { Modal } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { listBulkLeft } from '#contract/bulk-actions'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FieldsSkeleton } from '../../ui/skeletons.tsx'
import { bulkWords } from './labels.ts'
import classes from './bulk.module.css'

type LeftDialogProps = {
  /** null: it is closed. */
  actionId: string | null
  onClose: () => void
}

/** Which conversations a mass action has left as they were, and why. */
export function LeftDialog({ actionId, onClose }: LeftDialogProps): ReactElement {
  const say = useWords(bulkWords)
  return (
    <Modal opened={actionId !== null} onClose={onClose} title={say('bulk.left.title')}>
      {actionId !== null && <LeftList actionId={actionId} onClose={onClose} />}
    </Modal>
  )
}

function LeftList({ actionId, onClose }: { actionId: string; onClose: () => void }): ReactElement {
  const say = useWords(bulkWords)
  const sayAny = useWords()
  const query = useInfiniteQuery({
    queryKey: ['bulk-actions-left', actionId],
    queryFn: ({ pageParam, signal }) => call(listBulkLeft, { actionId, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <FieldsSkeleton />
  return (
    <>
      {query.data.pages
        .flatMap((page) => page.items)
        .map(({ number, contactName, reason }) => (
          <div key={number} className={classes.left}>
            {contactName === null ? (
              <span>{say('bulk.left.hidden')}</span>
            ) : (
              <AppLink href={`/imbox/${number}`} onClick={onClose}>
                {sayAny('row.number', { number })} <bdi>{contactName}</bdi>
              </AppLink>
            )}
            <span>{say(`bulk.reason.${reason}`)}</span>
          </div>
        ))}
      {query.hasNextPage && (
        <button type="button" className={classes.link} onClick={() => void query.fetchNextPage()}>
          {say('bulk.left.more')}
        </button>
      )}
    </>
  )
}
