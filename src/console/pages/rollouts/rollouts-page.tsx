import { PageHeader } from "../../kit/layout.tsx";

export function RolloutsPage() {
  return <PageHeader title="Rollouts" />;
}
