import Link from 'next/link';
import { redirect } from 'next/navigation';
import { currentCustomer, endSession, startSession } from '../lib/session';
import { signOutEverywhere } from '../lib/vouch';

async function signIn(form: FormData): Promise<void> {
  'use server';
  const id = String(form.get('customer'));
  await startSession({ id, name: `Customer ${id}` });
  redirect('/');
}

async function signOut(): Promise<void> {
  'use server';
  const customer = await currentCustomer();
  if (customer) await signOutEverywhere(customer);
  await endSession();
  redirect('/');
}

export default async function Page() {
  const customer = await currentCustomer();
  return (
    <main>
      <h1>{customer ? `Hello, ${customer.name}` : 'Portal'}</h1>
      {customer ? (
        <>
          <Link href="/orders">Orders</Link>
          <form action={signOut}>
            <button type="submit">Sign out</button>
          </form>
        </>
      ) : (
        <form action={signIn}>
          <input name="customer" aria-label="Customer" required maxLength={200} />
          <button type="submit">Sign in</button>
        </form>
      )}
    </main>
  );
}
