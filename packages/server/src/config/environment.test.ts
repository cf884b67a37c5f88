import { expect, it } from 'vitest';
import { EnvironmentError, parseEnvironment } from './environment.js';

it('has a default for everything', () => {
  expect(parseEnvironment({})).toMatchObject({
    customerPort: 8080,
    agentPort: 8081,
    operationsPort: 8083,
    logLevel: 'warn',
  });
});

it('takes an empty variable as not set', () => {
  expect(parseEnvironment({ THROUGHLINE_CUSTOMER_PORT: '' }).customerPort).toBe(8080);
});

it('reports every problem at once, with what is expected and without the value', () => {
  const parse = () =>
    parseEnvironment({
      THROUGHLINE_CUSTOMER_PORT: 'eighty',
      THROUGHLINE_AGENT_PORT: '70000',
      THROUGHLINE_DATABASE_URL: 'mysql://root:secret-4711@db',
    });
  expect(parse).toThrow(EnvironmentError);
  expect(parse).toThrow(/CUSTOMER_PORT[\s\S]*AGENT_PORT: must be 0[\s\S]*DATABASE_URL: must be a postgres/);
  expect(parse).not.toThrow(/secret-4711/);
});
