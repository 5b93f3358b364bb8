import { z } from 'zod'
import { id, idParam, instant, language, name, requestId, timeZone } from './common.ts'
import { endpoint } from './endpoint.ts'
import { importKinds } from './imports.ts'
import { feedGroup, feedHiddenAtFirst } from './feed.ts'
import { botRights } from './permissions.ts'
import { group } from './roles.ts'

const email = z.string().trim().toLowerCase().max(200).pipe(z.email())
/** At least 12 characters. */
const password = z.string().min(12).max(200)
const currency = z.string().regex(/^[A-Z]{3}$/)
const country = z.string().regex(/^[A-Z]{2}$/)

/** The columns of the list of deals that can be left out. */
export const dealColumns = [
  'contact',
  'stage',
  'talks',
  'responsible',
  'budget',
  'created',
  'stageSince',
  'updated',
  'tags',
] as const
export type DealColumn = (typeof dealColumns)[number]

/** The same of the list of contacts. */
export const contactColumns = [
  'phone',
  'email',
  'company',
  'channels',
  'responsible',
  'created',
  'updated',
  'tags',
] as const
export type ContactColumn = (typeof contactColumns)[number]

/** A custom field as a column. */
const fieldColumn = z.templateLiteral(['field.', z.int().positive()])

const preferenceFields = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Which key sends; the other one makes a new line. */
  sendKey: z.enum(['enter', 'ctrl_enter']),
  isPaneHidden: z.boolean(),
  /** How deals are shown, and which columns their list has. */
  dealsView: z.enum(['board', 'list']),
  dealColumns: z.array(z.union([z.enum(dealColumns), fieldColumn])).max(40),
  contactColumns: z.array(z.enum(contactColumns)).max(20),
  /** What the feeds of cards leave out. */
  feedHidden: z.array(feedGroup).max(20),
})
export const preferences = preferenceFields.extend({
  feedHidden: preferenceFields.shape.feedHidden.default(feedHiddenAtFirst),
  theme: preferenceFields.shape.theme.default('system'),
  sendKey: preferenceFields.shape.sendKey.default('enter'),
  isPaneHidden: preferenceFields.shape.isPaneHidden.default(false),
  dealsView: preferenceFields.shape.dealsView.default('board'),
  contactColumns: preferenceFields.shape.contactColumns.default([
    'phone',
    'email',
    'company',
    'responsible',
    'updated',
  ]),
  dealColumns: preferenceFields.shape.dealColumns.default([
    'contact',
    'stage',
    'talks',
    'responsible',
    'budget',
    'updated',
    'tags',
  ]),
})
export type Preferences = z.output<typeof preferences>

export const colleague = z.object({
  id,
  name: z.string(),
  email: z.string(),
  roleId: id,
  groupId: id.nullable(),
  isActive: z.boolean(),
  /** Away until then; null: at work. */
  awayUntil: instant.nullable(),
  /** Who stands in for him while he is away. */
  substituteId: id.nullable(),
})
export type Colleague = z.output<typeof colleague>

export const role = z.object({ id, name: z.string(), kind: z.enum(['admin', 'member', 'custom']) })
export type RoleView = z.output<typeof role>

/** Everything the web needs to know of the signed-in user at start. */
export const me = z.object({
  user: z.object({
    id,
    name: z.string(),
    email: z.string(),
    language,
    timeZone,
    preferences,
  }),
  account: z.object({
    id,
    name: z.string(),
    subdomain: z.string(),
    timeZone: z.string(),
    currency: z.string(),
    country: z.string(),
    createdAt: instant,
  }),
  rights: z.object({
    isAdmin: z.boolean(),
    settings: z.boolean(),
    answersClients: z.boolean(),
    addsDeals: z.boolean(),
    addsContacts: z.boolean(),
    addsCustomers: z.boolean(),
    addsCompanies: z.boolean(),
    addsTasks: z.boolean(),
    /** Of which lists tables may be brought in, and taken away. */
    imports: z.array(z.enum(importKinds)),
    exports: z.array(z.enum(importKinds)),
    analytics: z.boolean(),
    incoming: z.boolean(),
    bots: z.enum(botRights),
    /** Another one whenever what one may see or do has changed: what was read before may be out of sight now. */
    stamp: z.string(),
  }),
  colleagues: z.array(
    z.object({
      id,
      name: z.string(),
      isActive: z.boolean(),
      groupId: id.nullable(),
      awayUntil: instant.nullable(),
      substituteId: id.nullable(),
    }),
  ),
  groups: z.array(group),
  /** Where live updates begin for a page that begins with this answer: nothing it reads afterwards is older. */
  liveCursor: z.string(),
})
export type Me = z.output<typeof me>

export const getSetup = endpoint({
  id: 'setup.get',
  summary: 'Whether the first account still has to be made',
  method: 'GET',
  path: '/setup',
  permission: 'public',
  output: z.object({
    isNeeded: z.boolean(),
    /** Whether letters are sent: without, a forgotten password cannot be replaced by oneself. */
    sendsMail: z.boolean(),
  }),
})

/** The code is printed in the server's console at its first start. Signs the new admin in. */
export const setUp = endpoint({
  id: 'setup.create',
  summary: 'Make the first account and its admin',
  method: 'POST',
  path: '/setup',
  permission: 'public',
  body: z.object({
    code: z.string().trim().max(40),
    company: name,
    name,
    email,
    password,
    language,
    timeZone,
    currency,
    country,
  }),
  output: me,
  errors: ['setup.wrong_code', 'setup.already_done'],
})

export const signIn = endpoint({
  id: 'session.create',
  summary: 'Sign in with e-mail and password',
  method: 'POST',
  path: '/session',
  permission: 'public',
  body: z.object({ email: z.string().trim().toLowerCase().max(200), password: z.string().max(200) }),
  output: me,
  errors: ['session.wrong_password'],
})

/** Answers alike whether or not somebody has this address; the link comes by letter. */
export const requestPasswordReset = endpoint({
  id: 'password-resets.create',
  summary: 'Ask for a link with which a forgotten password is replaced',
  method: 'POST',
  path: '/password-resets',
  permission: 'public',
  body: z.object({ email }),
})

export const getPasswordReset = endpoint({
  id: 'password-resets.get',
  summary: 'Whether such a link still works',
  method: 'GET',
  path: '/password-resets/:token',
  permission: 'public',
  params: z.object({ token: z.string().max(100) }),
  errors: ['password_reset.not_found'],
})

/** Ends every session of the person. */
export const resetPassword = endpoint({
  id: 'password-resets.use',
  summary: 'Set a new password by a link, once',
  method: 'POST',
  path: '/password-resets/:token/password',
  permission: 'public',
  params: z.object({ token: z.string().max(100) }),
  body: z.object({ password }),
  errors: ['password_reset.not_found'],
})

export const signOut = endpoint({
  id: 'session.delete',
  summary: 'Sign out',
  method: 'DELETE',
  path: '/session',
  permission: 'public',
})

export const getMe = endpoint({
  id: 'me.get',
  summary: 'The signed-in user with his account and rights',
  method: 'GET',
  path: '/me',
  permission: 'user',
  output: me,
})

/** Other sessions of the person end; the one that asks goes on. */
export const changePassword = endpoint({
  id: 'me.change-password',
  summary: "Replace one's own password by a new one",
  method: 'POST',
  path: '/me/password',
  permission: 'user',
  body: z.object({ current: z.string().min(1).max(200), password }),
  errors: ['user.wrong_password'],
})

export const changeMe = endpoint({
  id: 'me.change',
  summary: "Change one's own name, language, time zone and preferences",
  method: 'PATCH',
  path: '/me',
  permission: 'user',
  body: z.object({
    name: name.optional(),
    language: language.optional(),
    timeZone: timeZone.optional(),
    // Without the defaults: what is left out stays as it was.
    preferences: preferenceFields.partial().optional(),
  }),
  output: me,
})

export const changeAccount = endpoint({
  id: 'account.change',
  summary: 'Change how the company is called, its currency and the country of its phone numbers',
  method: 'PATCH',
  path: '/account',
  permission: 'settings',
  body: z.object({ name: name.optional(), currency: currency.optional(), country: country.optional() }),
  output: me,
})

const userParams = z.object({ userId: idParam })

export const listUsers = endpoint({
  id: 'users.list',
  summary: 'Colleagues with their roles, and the roles',
  method: 'GET',
  path: '/users',
  permission: 'user',
  output: z.object({ items: z.array(colleague), roles: z.array(role), groups: z.array(group) }),
})

export const changeUser = endpoint({
  id: 'users.change',
  summary: 'Give a colleague another role or group',
  method: 'PATCH',
  path: '/users/:userId',
  permission: 'settings',
  params: userParams,
  body: z
    .object({ roleId: id.optional(), groupId: id.nullable().optional() })
    .refine((given) => given.roleId !== undefined || given.groupId !== undefined, {
      path: ['roleId'],
      message: 'nothing to change',
    }),
  output: colleague,
  errors: ['user.not_found', 'role.not_found', 'group.not_found', 'user.last_admin', 'role.beyond_own'],
})

/** New conversations and notifications go to the substitute, who sees meanwhile what the one away sees of his own. */
export const setAway = endpoint({
  id: 'users.away',
  summary: 'Be away until a time; of others, with the right to change settings',
  method: 'PUT',
  path: '/users/:userId/away',
  permission: 'user',
  params: userParams,
  body: z.object({ until: instant, substituteId: id.nullable().default(null) }),
  output: colleague,
  errors: ['user.not_found', 'role.beyond_own'],
})

export const endAway = endpoint({
  id: 'users.back',
  summary: 'Be back at work',
  method: 'DELETE',
  path: '/users/:userId/away',
  permission: 'user',
  params: userParams,
  output: colleague,
  errors: ['user.not_found', 'role.beyond_own'],
})

export const invitation = z.object({
  id,
  email: z.string().nullable(),
  roleId: id,
  /** Shown once, when the invitation is made. */
  link: z.string().nullable(),
  expiresAt: instant,
  createdAt: instant,
})
export type InvitationView = z.output<typeof invitation>

export const listInvitations = endpoint({
  id: 'invitations.list',
  summary: 'Invitations not yet accepted',
  method: 'GET',
  path: '/invitations',
  permission: 'settings',
  output: z.object({ items: z.array(invitation) }),
})

export const invite = endpoint({
  id: 'invitations.create',
  summary: 'Make an invitation link, valid for seven days',
  method: 'POST',
  path: '/invitations',
  permission: 'settings',
  body: z.object({ requestId, roleId: id, email: email.nullable().default(null) }),
  /** `isMailed`: the link was sent to the address too. */
  output: invitation.extend({ isMailed: z.boolean() }),
  errors: ['role.not_found', 'role.beyond_own', 'user.email_taken'],
})

export const revokeInvitation = endpoint({
  id: 'invitations.delete',
  summary: 'Make an invitation link useless',
  method: 'DELETE',
  path: '/invitations/:invitationId',
  permission: 'settings',
  params: z.object({ invitationId: idParam }),
  errors: ['invitation.not_found'],
})

export const getInvitation = endpoint({
  id: 'invitations.get',
  summary: 'What an invitation link is for',
  method: 'GET',
  path: '/invitations/:token/preview',
  permission: 'public',
  params: z.object({ token: z.string().max(100) }),
  output: z.object({ company: z.string(), email: z.string().nullable() }),
  errors: ['invitation.not_found', 'invitation.expired'],
})

/** Signs the new colleague in. */
export const acceptInvitation = endpoint({
  id: 'invitations.accept',
  summary: 'Join the account by an invitation link',
  method: 'POST',
  path: '/invitations/:token/acceptance',
  permission: 'public',
  params: z.object({ token: z.string().max(100) }),
  body: z.object({ name, email, password, language, timeZone }),
  output: me,
  errors: ['invitation.not_found', 'invitation.expired', 'user.email_taken'],
})

/** The first steps of a new account, each done or not. */
export const getChecklist = endpoint({
  id: 'checklist.get',
  summary: 'What is still to do in a new account',
  method: 'GET',
  path: '/checklist',
  permission: 'user',
  output: z.object({
    channel: z.boolean(),
    message: z.boolean(),
    team: z.boolean(),
    answer: z.boolean(),
    /** Public id of the button for the example shop; null: it was disconnected. */
    tryButton: z.string().nullable(),
  }),
})
