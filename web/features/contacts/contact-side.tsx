import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ContactView } from '#contract/contacts'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { EditableField } from '../../ui/editable-field.tsx'
import { FieldRow } from '../../ui/field-row.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { CompanyField } from '../companies/company-field.tsx'
import { ContactCustomers } from '../customers/contact-customers.tsx'
import { NewDealDialog } from '../deals/new-deal-dialog.tsx'
import { NotesBlock } from '../notes/notes-block.tsx'
import { FieldsBlock } from '../fields/fields-block.tsx'
import { TagsRow } from '../tags/tags-row.tsx'
import { TasksBlock } from '../tasks/tasks-block.tsx'
import { ContactChats } from './contact-chats.tsx'
import { ContactIdentities } from './contact-identities.tsx'
import { ContactMenu } from './contact-menu.tsx'
import { ContactPoints } from './contact-points.tsx'
import { contactWords } from './labels.ts'
import { useChangeContact } from './use-change-contact.ts'
import classes from './contact.module.css'

/** Left in the card: who the contact is, its deals, the chats it writes in. */
export function ContactSide({ contact }: { contact: ContactView }): ReactElement {
  const say = useWords(contactWords)
  const format = useFormat()
  const change = useChangeContact()
  return (
    <div className={classes.side}>
      <header className={classes.sideHead}>
        <ActionIcon component={AppLink} href="/contacts" aria-label={say('contact.toList')} size={36}>
          <IconArrowLeft size={20} stroke={1.75} />
        </ActionIcon>
        <span className={classes.path}>{`${say('nav.contacts')} / #${contact.id}`}</span>
      </header>
      <div className={classes.summary}>
        <Avatar name={contact.name} seed={contact.id} picture={contact.avatarUrl} size={48} />
        <h1 className={classes.name}>
          <EditableField
            label={say('contact.name')}
            value={contact.name}
            isReadOnly={!contact.canEdit}
            onSave={(name, saw) => change(contact, { name }, { seen: { name: saw } })}
          />
        </h1>
        {contact.canEdit && <ContactMenu contact={contact} />}
      </div>
      {contact.isBlocked && <Notice tone="warn">{say('contact.blocked')}</Notice>}
      <Section title={say('contact.fields')}>
        <ContactPoints contact={contact} kind="phone" />
        <ContactPoints contact={contact} kind="email" />
        <CompanyField
          company={contact.company}
          canEdit={contact.canEdit}
          onSave={(company, saw) => change(contact, { company }, { seen: { companyId: saw?.id ?? null } })}
        />
        <Responsible contact={contact} />
        <TagsRow card={{ kind: 'contact', id: contact.id }} tags={contact.tags} canEdit={contact.canEdit} />
        <FieldRow label={say('contact.created')}>{format.dateTime(contact.createdAt)}</FieldRow>
      </Section>
      <FieldsBlock card={{ kind: 'contact', id: contact.id }} canEdit={contact.canEdit} />
      <ContactDeals contact={contact} />
      <ContactCustomers contact={contact} />
      <TasksBlock place={{ contactId: contact.id }} name={contact.name} />
      <NotesBlock holder={{ kind: 'contact', id: contact.id }} canEdit={contact.canEdit} />
      <ContactChats contact={contact} />
      <ContactIdentities contact={contact} />
    </div>
  )
}

function Responsible({ contact }: { contact: ContactView }): ReactElement {
  const say = useWords(contactWords)
  const { colleagues } = useSession()
  const change = useChangeContact()
  const people = colleagues.filter((each) => each.isActive || each.id === contact.responsibleUserId)
  return (
    <FieldRow label={say('contact.responsible')}>
      <ChoiceField
        label={say('contact.responsible')}
        value={contact.responsibleUserId}
        isReadOnly={!contact.canEdit}
        choices={[
          ...people.map(({ id, name }) => ({
            value: id,
            label: name,
            icon: <Avatar name={name} seed={id} size={20} />,
          })),
          { value: null, label: say('c.nobody') },
        ]}
        onChange={(responsibleUserId, saw) =>
          change(contact, { responsibleUserId }, { seen: { responsibleUserId: saw } })
        }
      />
    </FieldRow>
  )
}

function ContactDeals({ contact }: { contact: ContactView }): ReactElement {
  const say = useWords(contactWords)
  const { rights } = useSession()
  const [isNew, setNew] = useState(false)
  const add = rights.addsDeals && (
    <Tooltip label={say('contact.deals.new')}>
      <ActionIcon aria-label={say('contact.deals.new')} onClick={() => setNew(true)}>
        <IconPlus size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  )
  return (
    <Section title={say('contact.deals')} count={contact.deals.length} action={add}>
      {contact.deals.length === 0 && <span className={classes.quiet}>{say('contact.deals.none')}</span>}
      {contact.deals.map((deal) => (
        <AppLink key={deal.id} href={`/deals/${deal.id}`} className={classes.link} title={deal.name}>
          <span className={classes.dot} style={{ background: `var(--stage-${deal.stageColor})` }} />
          <bdi className={classes.linkName}>{deal.name}</bdi>
          <bdi className={classes.quiet}>{deal.stageName}</bdi>
        </AppLink>
      ))}
      <NewDealDialog
        isOpen={isNew}
        onClose={() => setNew(false)}
        contact={{ id: contact.id, name: contact.name }}
      />
    </Section>
  )
}
