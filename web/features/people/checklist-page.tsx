import { Button, Progress, Skeleton } from '@mantine/core'
import { IconCheck, IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { EndpointOutput } from '#contract/endpoint'
import type { getChecklist } from '#contract/people'
import { useLive } from '../../lib/live-hooks.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import styles from './checklist-page.module.css'
import { checklistQuery } from './checklist-query.ts'
import { peopleWords } from './labels.ts'

type Step = {
  id: string
  isDone: boolean
  title: string
  text: string
  action: { href: string; label: string } | null
}

/** The first steps of a new account: what is done, what is next, and a way to try everything without a messenger. */
export function ChecklistPage(): ReactElement {
  const say = useWords(peopleWords)
  const checklist = useQuery(checklistQuery)
  const refresh = (): void => void checklist.refetch()
  useLive('conversation', refresh)
  useLive('channels', refresh)
  useLive('users', refresh)
  const steps = useSteps(checklist.data)
  const done = steps.filter((step) => step.isDone).length
  const next = steps.find((step) => !step.isDone)
  return (
    <div className={styles.scroll}>
      <div className={styles.page}>
        <title>{`${say('su.check.title')} · ${say('app.name')}`}</title>
        <h1 className={styles.title}>{say('su.check.title')}</h1>
        {checklist.isError && (
          <ErrorState title={say('su.check.error')} error={checklist.error} onRetry={refresh} />
        )}
        {checklist.isPending && <Skeleton height={280} mt={16} />}
        {checklist.data && (
          <>
            <p className={styles.count}>
              {next ? say('su.check.n', { done, total: steps.length }) : say('su.check.all')}
            </p>
            <Progress value={(done / steps.length) * 100} size={4} aria-label={say('su.check.title')} />
            <ol className={styles.steps}>
              {steps.map((step, index) => (
                <StepRow key={step.id} step={step} position={index + 1} isNext={step === next} />
              ))}
            </ol>
          </>
        )}
        <Demo button={checklist.data?.tryButton ?? null} />
      </div>
    </div>
  )
}

type Checklist = EndpointOutput<typeof getChecklist>

function useSteps(list: Checklist | undefined): Step[] {
  const say = useWords(peopleWords)
  const { rights } = useSession()
  const is = list ?? { channel: false, message: false, team: false, answer: false, tryButton: null }
  const mayOnly = (text: string): string => (rights.settings ? text : say('su.ask'))
  const link = (href: string, label: string): Step['action'] => ({ href, label })
  return [
    { id: 'account', isDone: true, title: say('su.c.account'), text: '', action: null },
    {
      id: 'channel',
      isDone: is.channel,
      title: say('su.c.channel'),
      text: mayOnly(say('su.c.channel.d')),
      action: rights.settings ? link('/settings/channels', say('su.c.channel.a')) : null,
    },
    {
      id: 'message',
      isDone: is.message,
      title: say('su.c.hello'),
      text: say('su.c.hello.d'),
      action: null,
    },
    {
      id: 'answer',
      isDone: is.answer,
      title: say('su.c.answer'),
      text: say('su.c.answer.d'),
      action: link('/imbox', say('su.c.answer.a')),
    },
    {
      id: 'team',
      isDone: is.team,
      title: say('su.c.team'),
      text: mayOnly(say('su.c.team.d')),
      action: rights.settings ? link('/settings/people', say('su.c.team.a')) : null,
    },
  ]
}

type StepRowProps = { step: Step; position: number; isNext: boolean }

function StepRow({ step, position, isNext }: StepRowProps): ReactElement {
  const say = useWords(peopleWords)
  return (
    <li className={styles.step} data-done={step.isDone || undefined} data-next={isNext || undefined}>
      <span className={styles.mark} role="img" aria-label={step.isDone ? say('su.c.done') : say('su.c.todo')}>
        {step.isDone ? <IconCheck size={14} stroke={2.5} aria-hidden /> : position}
      </span>
      <div className={styles.words}>
        <h2 className={styles.name}>{step.title}</h2>
        {!step.isDone && step.text !== '' && <p className={styles.text}>{step.text}</p>}
      </div>
      {!step.isDone && step.action && (
        <Button
          component={AppLink}
          href={step.action.href}
          className={styles.action}
          variant={isNext ? 'filled' : 'default'}
        >
          {step.action.label}
        </Button>
      )}
    </li>
  )
}

/** Names the account's own button: a server with several accounts does not know whose shop is meant. */
function Demo({ button }: { button: string | null }): ReactElement {
  const say = useWords(peopleWords)
  return (
    <section className={styles.demo} aria-labelledby="demo-title">
      <h2 id="demo-title" className={styles.name}>
        {say('su.demo.title')}
      </h2>
      <p className={styles.text}>{say('su.demo.d')}</p>
      <Button
        component="a"
        href={button === null ? '/try' : `/try?button=${encodeURIComponent(button)}`}
        target="_blank"
        rel="noopener"
        variant="light"
        leftSection={<IconExternalLink size={16} stroke={1.75} aria-hidden />}
      >
        {say('su.demo.a')}
      </Button>
    </section>
  )
}
