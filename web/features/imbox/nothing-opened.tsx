import { Button } from '@mantine/core'
import { IconMessages } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { imboxWords } from './labels.ts'
import { useBeginning } from './use-beginning.ts'

/** Beside the list while no conversation is opened: what to do next. */
export function NothingOpened({ hasRows }: { hasRows: boolean }): ReactElement | null {
  const say = useWords(imboxWords)
  const beginning = useBeginning(!hasRows)
  if (hasRows) return <Words title={say('imbox.choose.title')} text={say('imbox.choose.text')} />
  if (!beginning?.isUntouched) return null
  return (
    <Words
      title={say('imbox.first.title')}
      text={say(beginning.hasChannel ? 'imbox.first.textOn' : 'imbox.first.text')}
    >
      <Button component={AppLink} href="/start" variant="light">
        {say('imbox.first.action')}
      </Button>
    </Words>
  )
}

function Words({
  title,
  text,
  children,
}: {
  title: string
  text: string
  children?: ReactElement
}): ReactElement {
  return (
    <EmptyState icon={<IconMessages size={28} stroke={1.5} />} title={title} text={text} action={children} />
  )
}
