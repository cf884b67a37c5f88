import OrderFilter from './order-filter';

export default function Orders() {
  return (
    <main>
      <h1>Orders</h1>
      <OrderFilter />
    </main>
  );
}
