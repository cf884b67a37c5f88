'use client';

import { useState } from 'react';

const ORDERS = ['Desk lamp', 'Bookcase'];

/** Runs in the browser: Next fetches it when a customer comes to this page. */
export default function OrderFilter() {
  const [part, setPart] = useState('');
  return (
    <>
      <input aria-label="Filter" value={part} onChange={({ target }) => setPart(target.value)} />
      <ul>
        {ORDERS.filter((order) => order.toLowerCase().includes(part.toLowerCase())).map((order) => (
          <li key={order}>{order}</li>
        ))}
      </ul>
    </>
  );
}
