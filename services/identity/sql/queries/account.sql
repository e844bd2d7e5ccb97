-- name: account_by_login
SELECT user_id, login, name, unit_id, disabled, revision, password_hash FROM identity.account
WHERE city_id = $1 AND login = $2;

-- name: account_by_id
SELECT user_id, login, name, unit_id, disabled, revision, password_hash FROM identity.account
WHERE city_id = $1 AND user_id = $2;

-- name: lock_account
SELECT user_id, login, name, unit_id, disabled, revision, password_hash FROM identity.account
WHERE city_id = $1 AND user_id = $2 FOR UPDATE;

-- name: list_accounts
SELECT user_id, login, name, unit_id, disabled, revision, password_hash FROM identity.account
WHERE city_id = $1 AND user_id > $2 AND ($3 = '' OR unit_id = $3) ORDER BY user_id LIMIT $4;

-- name: insert_account
INSERT INTO identity.account (city_id, user_id, login, name, unit_id, password_hash, create_time)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: update_account
UPDATE identity.account SET login = $3, name = $4, unit_id = $5, disabled = $6, revision = revision + 1
WHERE city_id = $1 AND user_id = $2;

-- name: set_password
UPDATE identity.account SET password_hash = $3, revision = revision + 1 WHERE city_id = $1 AND user_id = $2;

-- name: desks_of
SELECT user_id, unit_id, role FROM identity.desk WHERE city_id = $1 AND user_id = ANY ($2::text[])
ORDER BY user_id, unit_id, role;

-- name: insert_desk
INSERT INTO identity.desk (city_id, user_id, unit_id, role) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: delete_desk
DELETE FROM identity.desk WHERE city_id = $1 AND user_id = $2 AND unit_id = $3 AND role = $4;

-- name: delete_desks
DELETE FROM identity.desk WHERE city_id = $1 AND user_id = $2;

-- name: lock_administrators
-- Accounts that may sign in and hold the role; locked, so that two cannot leave at once.
SELECT a.user_id FROM identity.account a
WHERE a.city_id = $1 AND NOT a.disabled AND EXISTS (
  SELECT FROM identity.desk d WHERE d.city_id = $1 AND d.user_id = a.user_id AND d.role = $2)
ORDER BY a.user_id FOR UPDATE;

-- name: users_of_unit
-- Whose home unit it is or who hold a desk there.
SELECT user_id FROM identity.account WHERE city_id = $1 AND unit_id = $2
UNION
SELECT user_id FROM identity.desk WHERE city_id = $1 AND unit_id = $2;

-- name: copy_desks
INSERT INTO identity.desk (city_id, user_id, unit_id, role)
SELECT city_id, user_id, $3, role FROM identity.desk WHERE city_id = $1 AND unit_id = $2 ON CONFLICT DO NOTHING;

-- name: delete_desks_of_unit
DELETE FROM identity.desk WHERE city_id = $1 AND unit_id = $2;

-- name: move_accounts
UPDATE identity.account SET unit_id = $3, revision = revision + 1 WHERE city_id = $1 AND unit_id = $2;
