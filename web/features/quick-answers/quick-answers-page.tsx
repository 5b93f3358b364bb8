import { Button, Skeleton } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { deleteQuickAnswer } from '#contract/quick-answers'
import type { QuickAnswer } from '#contract/quick-answers'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { errorToast, toast } from '../../ui/toasts.tsx'
import page from '../settings/page.module.css'
import { quickAnswerWords } from './labels.ts'
import { QuickAnswerDialog } from './quick-answer-dialog.tsx'
import { quickAnswersQuery, useQuickAnswerList } from './quick-answers-data.ts'
import classes from './quick-answers.module.css'

/** One's own quick answers and those all colleagues share; who may change settings changes the latter. */
export function QuickAnswersPage(): ReactElement {
  const say = useWords(quickAnswerWords)
  const { rights } = useSession()
  const list = useQuickAnswerList(true)
  const [editing, setEditing] = useState<QuickAnswer | 'new' | null>(null)
  const sections = [
    { key: 'own', items: list.data?.filter((answer) => !answer.isShared) ?? [] },
    { key: 'shared', items: list.data?.filter((answer) => answer.isShared) ?? [] },
  ] as const
  return (
    <div className={page.page}>
      <title>{say('qa.title')}</title>
      <div className={classes.head}>
        <div className={page.grow}>
          <h1 className={page.title}>{say('qa.title')}</h1>
          <p className={page.sub}>{say('qa.sub')}</p>
        </div>
        <Button onClick={() => setEditing('new')}>{say('qa.new')}</Button>
      </div>
      {list.isPending && <Skeleton height={120} mt="xl" />}
      {list.isError && !list.data && (
        <ErrorState title={say('qa.error')} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data &&
        sections.map(({ key, items }) => (
          <section key={key} className={page.section} aria-labelledby={`answers-${key}`}>
            <h2 id={`answers-${key}`} className={page.heading}>
              {say(`qa.${key}`)} <span className={page.count}>{items.length}</span>
            </h2>
            {items.length === 0 ? (
              <p className={page.empty}>
                <strong>{say(`qa.${key}.none`)}</strong>
                {say(`qa.${key}.none.d`)}
              </p>
            ) : (
              <ul className={page.list}>
                {items.map((answer) => (
                  <AnswerRow key={answer.id} answer={answer} onEdit={() => setEditing(answer)} />
                ))}
              </ul>
            )}
          </section>
        ))}
      <QuickAnswerDialog editing={editing} mayShare={rights.settings} onClose={() => setEditing(null)} />
    </div>
  )
}

function AnswerRow({ answer, onEdit }: { answer: QuickAnswer; onEdit: () => void }): ReactElement {
  const say = useWords(quickAnswerWords)
  const client = useQueryClient()
  const name = answer.shortcut
  const remove = useMutation({
    mutationFn: () => call(deleteQuickAnswer, { quickAnswerId: answer.id }),
    onSuccess: () => toast(say('qa.deleted')),
    onError: errorToast,
    onSettled: () => client.invalidateQueries({ queryKey: quickAnswersQuery.queryKey }),
  })
  return (
    <li className={page.row}>
      <div className={page.grow}>
        <span className={page.name}>/{name}</span>
        {answer.text !== '' && (
          <p className={classes.text} dir="auto">
            {answer.text}
          </p>
        )}
        {answer.files.length > 0 && (
          <span className={page.meta}>{answer.files.map((file) => file.name).join(', ')}</span>
        )}
      </div>
      {answer.canChange && (
        <div className={page.actions}>
          <Button size="xs" variant="default" aria-label={say('qa.edit.of', { name })} onClick={onEdit}>
            {say('c.edit')}
          </Button>
          <ConfirmButton
            size="xs"
            variant="default"
            aria-label={say('qa.delete.of', { name })}
            loading={remove.isPending}
            question={answer.isShared ? say('qa.delete.shared') : say('qa.delete.d')}
            onConfirm={() => remove.mutate()}
          >
            {say('c.delete')}
          </ConfirmButton>
        </div>
      )}
    </li>
  )
}
