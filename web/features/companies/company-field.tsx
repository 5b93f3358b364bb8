import { ActionIcon } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { CompanyName } from '#contract/contacts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { ChangedMeanwhile, changedTo } from '../../ui/changed-meanwhile.tsx'
import { FieldRow } from '../../ui/field-row.tsx'
import { errorToast } from '../../ui/toasts.tsx'
import { CompanySelect } from './company-select.tsx'
import { companyWords } from './labels.ts'
import classes from './company.module.css'

type Props = {
  company: CompanyName | null
  canEdit: boolean
  /** `saw`: what stood there when it was chosen; rejects as changed meanwhile when it no longer does. */
  onSave: (company: CompanyName | null, saw: CompanyName | null) => Promise<void>
}

/** The company of a contact or card: a link to it, and the choice of another one. */
export function CompanyField({ company, canEdit, onSave }: Props): ReactElement | null {
  const say = useWords(companyWords)
  const [isChosen, setChosen] = useState(false)
  const [disputed, setDisputed] = useState<{ mine: CompanyName | null } | null>(null)
  if (!company && !canEdit) return null
  const save = (mine: CompanyName | null): void => {
    setDisputed(null)
    setChosen(false)
    if (mine?.id === company?.id) return
    onSave(mine, company).catch((error: unknown) => {
      if (changedTo(error)) setDisputed({ mine })
      else errorToast(error)
    })
  }
  return (
    <FieldRow label={say('company.field')}>
      {isChosen ? (
        <CompanySelect value={company} onChange={save} onClose={() => setChosen(false)} autoFocus />
      ) : (
        <span className={classes.field}>
          {company ? (
            <AppLink href={`/companies/${company.id}`} className={classes.link}>
              <bdi>{company.name}</bdi>
            </AppLink>
          ) : (
            <button type="button" className={classes.empty} onClick={() => setChosen(true)}>
              {say('company.choose')}
            </button>
          )}
          {company && canEdit && (
            <ActionIcon
              size={24}
              aria-label={say('company.change')}
              title={say('company.change')}
              onClick={() => setChosen(true)}
            >
              <IconPencil size={14} stroke={1.75} />
            </ActionIcon>
          )}
        </span>
      )}
      {disputed && (
        <ChangedMeanwhile
          theirs={company?.name}
          mine={disputed.mine?.name}
          onMine={() => save(disputed.mine)}
          onTheirs={() => setDisputed(null)}
        />
      )}
    </FieldRow>
  )
}
