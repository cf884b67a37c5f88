/**
 * Type-level proof that requests and answers are those of the vendor's SDK, operation by operation: `npm run check -- types`
 * fails when a property is unknown to the SDK, has another type there, or is missing from a request.
 */
import type sdk from 'purecloud-platform-client-v2';
import { describe, expectTypeOf, it } from 'vitest';
import type * as administration from './operations/administration.js';
import type * as analytics from './operations/analytics.js';
import type * as callbacks from './operations/callbacks.js';
import type * as contacts from './operations/contacts.js';
import type * as conversations from './operations/conversations.js';
import type * as privacy from './operations/privacy.js';
import type * as queues from './operations/queues.js';

/** What the SDK's function of this operation promises. */
type Answer<Call extends (...parameters: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

/**
 * Paths at which ours is not theirs, read by property; `never` when there are none. `undefined` stands for absent in
 * what is read, so that optional is compared without it.
 */
type Misfits<Ours, Theirs, Path extends string = ''> = [Ours] extends [readonly (infer OurItem)[]]
  ? Theirs extends readonly (infer TheirItem)[]
    ? Misfits<OurItem, TheirItem, `${Path}[]`>
    : `${Path} is no list`
  : [Ours] extends [object]
    ? {
        [Key in keyof Ours & string]-?: Key extends keyof Theirs
          ? Misfits<NonNullable<Ours[Key]>, NonNullable<Theirs[Key]>, `${Path}.${Key}`>
          : `${Path}.${Key} is unknown`;
      }[keyof Ours & string]
    : [Theirs] extends [Ours]
      ? [Ours] extends [Theirs]
        ? never
        : `${Path} has another type`
      : `${Path} has another type`;

/** An answer as the SDK reads it can be read by us, and we read nothing that is not in it. */
type Reads<Ours, Theirs> = [Misfits<Ours, Theirs>] extends [never]
  ? Theirs extends Ours
    ? 'the same'
    : 'theirs lacks what ours requires'
  : Misfits<Ours, Theirs>;

/** A request of ours is one of theirs, and nothing in it is unknown to them. */
type Writes<Ours, Theirs> = Ours extends Theirs
  ? Exclude<keyof Ours, keyof Theirs> extends never
    ? 'the same'
    : Exclude<keyof Ours, keyof Theirs>
  : 'ours is not theirs';

type Analytics = InstanceType<typeof sdk.AnalyticsApi>;
type Conversations = InstanceType<typeof sdk.ConversationsApi>;
type Contacts = InstanceType<typeof sdk.ExternalContactsApi>;
type Privacy = InstanceType<typeof sdk.GeneralDataProtectionRegulationApi>;
type Routing = InstanceType<typeof sdk.RoutingApi>;

describe("the types of the vendor's SDK", () => {
  it('[PLATFORM-1] are those of the answers', () => {
    expectTypeOf<
      Reads<queues.QueueListing, Answer<Routing['getRoutingQueues']>>
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Reads<queues.QueueObservations, Answer<Routing['postAnalyticsQueuesObservationsQuery']>>
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Reads<queues.WaitingTime, Answer<Routing['getRoutingQueueMediatypeEstimatedwaittime']>>
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Reads<conversations.MessageConversation, Answer<Conversations['getConversationsMessage']>>
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Reads<contacts.Contact, Answer<Contacts['postExternalcontactsIdentifierlookupContacts']>>
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Reads<analytics.FoundConversations, Answer<Analytics['postAnalyticsConversationsDetailsQuery']>>
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Reads<privacy.PrivacyRequest, Answer<Privacy['getGdprRequest']>>
    >().toEqualTypeOf<'the same'>();
  });

  it('[PLATFORM-1] are those of what administrators read', () => {
    type Deployments = InstanceType<typeof sdk.WebDeploymentsApi>;
    type Integrations = InstanceType<typeof sdk.IntegrationsApi>;
    type Answers = {
      organization: Answer<InstanceType<typeof sdk.OrganizationApi>['getOrganizationsMe']>;
      client: Answer<InstanceType<typeof sdk.OAuthApi>['getOauthClient']>;
      role: Answer<InstanceType<typeof sdk.AuthorizationApi>['getAuthorizationRole']>;
      flow: Answer<InstanceType<typeof sdk.ArchitectApi>['getFlow']>;
    };
    expectTypeOf<Reads<administration.Organization, Answers['organization']>>().toEqualTypeOf<'the same'>();
    expectTypeOf<Reads<administration.OAuthClientFacts, Answers['client']>>().toEqualTypeOf<'the same'>();
    expectTypeOf<Reads<administration.Role, Answers['role']>>().toEqualTypeOf<'the same'>();
    expectTypeOf<Reads<administration.FlowFacts, Answers['flow']>>().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Reads<administration.WebDeployment, Answer<Deployments['getWebdeploymentsDeployment']>>
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Reads<administration.WebConfiguration, Answer<Deployments['getWebdeploymentsConfigurationVersion']>>
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Reads<administration.IntegrationFacts, Answer<Integrations['getIntegration']>>
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Reads<
        administration.ThreadingWindow,
        Answer<Conversations['getConversationsMessagingThreadingtimeline']>
      >
    >().toEqualTypeOf<'the same'>();
  });

  it('[PLATFORM-1] are those of a callback', () => {
    expectTypeOf<
      Reads<callbacks.CallbackConversation, Answer<Conversations['getConversationsCallback']>>
    >().toEqualTypeOf<'the same'>();
  });

  it('[PLATFORM-1] are those of the requests', () => {
    expectTypeOf<
      Writes<queues.QueueObservationQuery, Parameters<Routing['postAnalyticsQueuesObservationsQuery']>[0]>
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Writes<callbacks.CallbackCommand, Parameters<Conversations['postConversationsCallbacks']>[0]>
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Writes<
        callbacks.ParticipantChange,
        Parameters<Conversations['patchConversationsCallbackParticipant']>[2]
      >
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Writes<conversations.ConversationTags, Parameters<Conversations['putConversationTags']>[1]>
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Writes<
        contacts.ExternalIdentifier,
        Parameters<Contacts['postExternalcontactsIdentifierlookupContacts']>[0]
      >
    >().toEqualTypeOf<'the same'>();
    expectTypeOf<
      Writes<analytics.ConversationQuery, Parameters<Analytics['postAnalyticsConversationsDetailsQuery']>[0]>
    >().toEqualTypeOf<'the same'>();
  });

  it('[PLATFORM-1] are those of the requests, but for what the SDK requires and only answers have', () => {
    type Request = Parameters<Privacy['postGdprRequests']>[0];
    expectTypeOf<
      Writes<privacy.NewPrivacyRequest, Pick<Request, 'requestType' | 'subject'>>
    >().toEqualTypeOf<'the same'>();
    type Created = Answer<Conversations['postConversationsCallbacks']>;
    expectTypeOf<Reads<{ conversation: { id?: string } }, Created>>().toEqualTypeOf<'the same'>();
  });
});
