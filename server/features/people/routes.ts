import * as people from '#contract/people'
import * as roles from '#contract/roles'
import { route, type Route } from '#lib/http/route'
import { acceptInvitation, getInvitation } from './accept-invitation.ts'
import { changeAccount } from './change-account.ts'
import { changeMe } from './change-me.ts'
import { changeUser } from './change-user.ts'
import { changeGroup, createGroup, deleteGroup } from './groups/save-group.ts'
import { getMe } from './get-me.ts'
import { listOpenInvitations } from './invitation-queries.ts'
import { invite, toInvitation } from './invite.ts'
import { listUsers } from './list-users.ts'
import { requestReset } from './passwords/request-reset.ts'
import { changePassword } from './passwords/change-password.ts'
import { requireReset, resetPassword } from './passwords/reset-password.ts'
import type { PeopleDeps } from './people-deps.ts'
import { prolongSession } from './prolong-session.ts'
import { hasAccount } from './queries.ts'
import { revokeInvitation } from './revoke-invitation.ts'
import { deleteRole } from './roles/delete-role.ts'
import { listRoleViews } from './roles/role-view.ts'
import { changeRole, createRole } from './roles/save-role.ts'
import { endAway, setAway } from './set-away.ts'
import { setUp } from './set-up.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { findChecklist } from './find-checklist.ts'

export function routes(deps: PeopleDeps): Route[] {
  return [...openRoutes(deps), ...ownRoutes(deps), ...colleagueRoutes(deps), ...rightRoutes(deps)]
}

function openRoutes(deps: PeopleDeps): Route[] {
  return [
    route(people.getSetup, async () => {
      const isNeeded = !(await hasAccount(deps.db))
      if (isNeeded) await deps.onSetupAsked?.()
      return { isNeeded, sendsMail: deps.mail !== null }
    }),
    route(people.setUp, async (input, { request, answer }) => {
      await setUp(deps, input)
      return signIn(deps, input, request, answer)
    }),
    route(people.signIn, async (input, { request, answer }) => signIn(deps, input, request, answer), {
      limitBy: (input) => input.email,
    }),
    route(
      people.signOut,
      async (_input, { request, answer }) => {
        await signOut(deps, request, answer)
        return {}
      },
      { limit: 'visitor' },
    ),
    route(
      people.requestPasswordReset,
      async ({ email }) => {
        await requestReset(deps, email)
        return {}
      },
      { limitBy: (input) => input.email },
    ),
    route(
      people.getPasswordReset,
      async ({ token }) => {
        await requireReset(deps.db, token, deps.clock())
        return {}
      },
      { limit: 'strict' },
    ),
    route(people.resetPassword, async ({ token, password }) => {
      await resetPassword(deps, token, password)
      return {}
    }),
    route(people.getInvitation, async ({ token }) => getInvitation(deps, token)),
    route(
      people.acceptInvitation,
      async ({ token, ...person }, { request, answer }) => {
        await acceptInvitation(deps, token, person)
        return signIn(deps, person, request, answer)
      },
      { limitBy: (input) => input.email },
    ),
  ]
}

function ownRoutes(deps: PeopleDeps): Route[] {
  return [
    route(people.getMe, async (_input, { caller, request, answer }) => {
      await prolongSession(deps, request, answer)
      return getMe(deps.db, caller)
    }),
    route(people.changeMe, async (input, { caller }) => changeMe(deps, caller, input)),
    route(people.changeAccount, async (input, { caller }) => changeAccount(deps, caller, input)),
    route(
      people.changePassword,
      async (input, { caller, request }) => {
        await changePassword(deps, caller, input, request)
        return {}
      },
      { limit: 'strict' },
    ),
    route(people.getChecklist, async (_input, { caller }) => findChecklist(deps.db, caller.accountId)),
  ]
}

function colleagueRoutes(deps: PeopleDeps): Route[] {
  return [
    route(people.listUsers, async (_input, { caller }) => listUsers(deps.db, caller.accountId)),
    route(people.changeUser, async (input, { caller }) => changeUser(deps, caller, input)),
    route(people.setAway, async (input, { caller }) => setAway(deps, caller, input)),
    route(people.endAway, async ({ userId }, { caller }) => endAway(deps, caller, userId)),
    route(people.listInvitations, async (_input, { caller }) => {
      const rows = await listOpenInvitations(deps.db, caller.accountId, deps.clock())
      return { items: rows.map(toInvitation) }
    }),
    route(people.invite, async (input, { caller, request }) => invite(deps, caller, input, request)),
    route(people.revokeInvitation, async ({ invitationId }, { caller }) => {
      await revokeInvitation(deps, caller, invitationId)
      return {}
    }),
  ]
}

function rightRoutes({ db, clock }: PeopleDeps): Route[] {
  return [
    route(roles.listRoles, async (_input, { caller }) => listRoleViews(db, caller)),
    route(roles.createRole, async (input, { caller }) => createRole(db, caller, input, clock())),
    route(roles.changeRole, async (input, { caller }) => changeRole(db, caller, input, clock())),
    route(roles.deleteRole, async (input, { caller }) => deleteRole(db, caller, input, clock())),
    route(roles.createGroup, async (input, { caller }) => createGroup(db, caller, input, clock())),
    route(roles.changeGroup, async (input, { caller }) => changeGroup(db, caller, input, clock())),
    route(roles.deleteGroup, async (input, { caller }) => deleteGroup(db, caller, input, clock())),
  ]
}
