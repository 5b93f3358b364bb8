import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { changeContact } from '#contract/contacts'
import type { CompanyView } from '#contract/companies'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { undoFailed } from '../../ui/saved-toast.ts'
import { Section } from '../../ui/section.tsx'
import { errorToast, undoToast } from '../../ui/toasts.tsx'
import { ContactSelect } from '../contacts/contact-select.tsx'
import { companyWords } from './labels.ts'
import { companyKey } from './use-change-company.ts'
import classes from './company.module.css'

/** Who belongs to the company, and what is being sold to it. */
export function CompanyLinks({ company }: { company: CompanyView }): ReactElement {
  return (
    <>
      <People company={company} />
      <Deals company={company} />
    </>
  )
}

function People({ company }: { company: CompanyView }): ReactElement {
  const say = useWords(companyWords)
  const client = useQueryClient()
  const [isAdding, setAdding] = useState(false)
  const put = async (contactId: number, companyId: number | null, seen?: number | null): Promise<void> => {
    await call(changeContact, {
      contactId,
      companyId,
      ...(seen !== undefined && { seen: { companyId: seen } }),
    })
    await client.invalidateQueries({ queryKey: companyKey(company.id) })
  }
  const takeOut = ({ id, name }: CompanyView['contacts'][number]): void => {
    put(id, null, company.id)
      .then(() =>
        undoToast(say('company.people.removed', { name }), () => {
          put(id, company.id, null).catch(undoFailed)
        }),
      )
      .catch(errorToast)
  }
  const add = (
    <Tooltip label={say('company.people.add')}>
      <ActionIcon aria-label={say('company.people.add')} onClick={() => setAdding(true)}>
        <IconPlus size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  )
  const more = company.contactCount - company.contacts.length
  return (
    <Section title={say('company.people')} count={company.contactCount} action={add}>
      {isAdding && (
        <ContactSelect
          label={say('company.people.add')}
          placeholder=""
          nothingFound={say('company.choose.none')}
          value={null}
          isFocused
          onClose={() => setAdding(false)}
          onChange={(contact) => {
            setAdding(false)
            if (contact) put(contact.id, company.id).catch(errorToast)
          }}
        />
      )}
      {company.contacts.length === 0 && !isAdding && (
        <span className={classes.quiet}>{say('company.people.none')}</span>
      )}
      {company.contacts.map((contact) => (
        <div key={contact.id} className={classes.row}>
          <Avatar name={contact.name} seed={contact.id} picture={contact.avatarUrl} size={24} />
          <AppLink href={`/contacts/${contact.id}`} className={classes.rowLink} title={contact.name}>
            <bdi>{contact.name}</bdi>
          </AppLink>
          <span className={classes.quiet}>{contact.phone}</span>
          {contact.canEdit && (
            <ActionIcon
              size={28}
              aria-label={say('company.people.remove', { name: contact.name })}
              title={say('company.people.remove', { name: contact.name })}
              onClick={() => takeOut(contact)}
            >
              <IconX size={16} stroke={1.75} />
            </ActionIcon>
          )}
        </div>
      ))}
      {more > 0 && (
        <AppLink href={`/contacts?company=${company.id}`}>
          {say('company.people.all')} ({say('company.more', { count: more })})
        </AppLink>
      )}
    </Section>
  )
}

function Deals({ company }: { company: CompanyView }): ReactElement {
  const say = useWords(companyWords)
  const more = company.dealCount - company.deals.length
  return (
    <Section title={say('company.deals')} count={company.dealCount}>
      {company.deals.length === 0 && <span className={classes.quiet}>{say('company.deals.none')}</span>}
      {company.deals.map((deal) => (
        <div key={deal.id} className={classes.row}>
          <span className={classes.dot} style={{ background: `var(--stage-${deal.stageColor})` }} />
          <AppLink href={`/deals/${deal.id}`} className={classes.rowLink} title={deal.name}>
            <bdi>{deal.name}</bdi>
          </AppLink>
          <bdi className={classes.quiet}>{deal.stageName}</bdi>
        </div>
      ))}
      {more > 0 && <span className={classes.quiet}>{say('company.more', { count: more })}</span>}
    </Section>
  )
}
