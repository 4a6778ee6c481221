-- Whose the whole input of a schedule is: said as a policy too, beside the grant, for who reads the policies alone.
create policy "the service alone" on ratebook.schedule_secrets to service_role using (true) with check (true);
